import { spawnSync } from 'node:child_process';
import { pinnedNode, prepare, root } from './prepare.mjs';

prepare();
const args = [`${root}/src-main/host-cli/main.ts`, 'demo', ...process.argv.slice(2)];
process.exit(spawnSync(pinnedNode(), args, { stdio: 'inherit' }).status ?? 1);
