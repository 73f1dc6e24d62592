import { CommanderError } from 'commander';
import { linesWithCodePoints } from '../../shared/domain/visible-text.ts';
import { EXIT, tellError } from './exit-code.ts';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error.code === 'commander.invalidArgument' && !error.message.startsWith('error:')) {
      process.stderr.write(`error: ${linesWithCodePoints(error.message)}\n`);
    }
  } else {
    const told = tellError(error);
    for (const line of told.words) process.stderr.write(`error: ${linesWithCodePoints(line)}\n`);
    process.exitCode = told.exit;
  }
}
