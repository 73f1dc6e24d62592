// Starts the terminal host with the Node that the project pins, whichever Node started npm.
import { prepare, programFile, runScript } from './prepare.mjs';

prepare();
runScript(programFile('hashline'), ...process.argv.slice(2));
