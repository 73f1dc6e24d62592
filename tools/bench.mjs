import { spawnSync } from 'node:child_process';
import { buildPage, pinnedNode, prepare, root } from './prepare.mjs';

prepare();
buildPage();
const args = [`${root}/tests/bench/run.ts`, ...process.argv.slice(2)];
process.exit(spawnSync(pinnedNode(), args, { stdio: 'inherit' }).status ?? 1);
