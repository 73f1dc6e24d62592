import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { nodeHubPorts } from '../hub/setup/node-hub-ports.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';
import { PROJECT_ROOT } from '../ports/program-files.ts';
import { letHeapGrow } from '../ports/roomy-heap.ts';
import { runCommand } from './run-command.ts';
import { Shell } from './terminal/shell.ts';

letHeapGrow();
const shell = new Shell(process, (vaultFolder) =>
  nodeEnginePorts(vaultFolder, join(PROJECT_ROOT, 'assets'), {
    ...nodeHubPorts(join(PROJECT_ROOT, 'assets')),
    host: { kind: 'cli', capabilities: [] },
    version: packageJson.version,
    background: false,
  }),
);
process.exitCode = await runCommand(process.argv.slice(2), shell);
