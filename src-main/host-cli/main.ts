import { CommanderError } from 'commander';
import { EXIT, tellError } from './exit-code.ts';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error.code === 'commander.invalidArgument' && !error.message.startsWith('error:')) {
      process.stderr.write(`error: ${error.message}\n`);
    }
  } else {
    const told = tellError(error);
    for (const line of told.words) process.stderr.write(`error: ${line}\n`);
    process.exitCode = told.exit;
  }
}
