import { buildPage, prepare, root, runScript } from './prepare.mjs';

prepare();
buildPage();
runScript(`${root}/tests/bench/run.ts`, ...process.argv.slice(2));
