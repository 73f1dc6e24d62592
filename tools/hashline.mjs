// Starts the terminal host with the Node the project pins, whatever Node started npm.
import { spawnSync } from 'node:child_process';
import { pinnedNode, prepare, root } from './prepare.mjs';

prepare();
const { status } = spawnSync(pinnedNode(), [`${root}/src-main/host-cli/main.ts`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
