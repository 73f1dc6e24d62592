import { buildPage, prepare, root, runScript } from './prepare.mjs';

prepare();
buildPage();
runScript(`${root}/tests/fault/run.ts`, ...process.argv.slice(2));
