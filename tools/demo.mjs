import { prepare, programFile, runScript } from './prepare.mjs';

prepare();
runScript(programFile('hashline'), 'demo', ...process.argv.slice(2));
