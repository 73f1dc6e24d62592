import { spawnSync } from 'node:child_process';
import { pinnedNode, prepare, root } from './prepare.mjs';

prepare();
const args = [`${root}/tests/bench/matching/run.ts`, ...process.argv.slice(2)];
process.exit(spawnSync(pinnedNode(), args, { stdio: 'inherit' }).status ?? 1);
