import { prepare, root, runScript } from './prepare.mjs';

prepare();
runScript(`${root}/tests/bench/matching/run.ts`, ...process.argv.slice(2));
