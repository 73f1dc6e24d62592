import { join } from 'node:path';
import { prepare, programFile, root, runScript } from './prepare.mjs';

const args = process.argv.slice(2);
prepare();
if (args.includes('--team'))
  runScript(join(root, 'tools', 'demo-team.ts'), ...args.filter((each) => each !== '--team'));
runScript(programFile('hashline'), 'demo', ...args);
