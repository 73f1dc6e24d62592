// Starts the terminal host with the Node the project pins, whatever Node started npm.
import { prepare, root, runScript } from './prepare.mjs';

prepare();
runScript(`${root}/src-main/host-cli/main.ts`, ...process.argv.slice(2));
