import { prepare, root, runScript } from './prepare.mjs';

prepare();
runScript(`${root}/src-main/host-cli/main.ts`, 'demo', ...process.argv.slice(2));
