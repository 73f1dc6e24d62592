import { CommanderError } from 'commander';
import { linesWithCodePoints } from '../../shared/domain/visible-text.ts';
import { createProgram } from './program.ts';
import { EXIT, tellError } from './terminal/exit-code.ts';
import type { Shell } from './terminal/shell.ts';

/**
 * Runs `hashline …` to its end.
 * @param args the arguments after the name of the program
 * @returns the exit code
 */
export async function runCommand(args: readonly string[], shell: Shell): Promise<number> {
  try {
    await createProgram(shell).parseAsync(args, { from: 'user' });
    return shell.exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.invalidArgument' && !error.message.startsWith('error:')) {
        shell.stderr.write(`error: ${linesWithCodePoints(error.message)}\n`);
      }
      return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    }
    const told = tellError(error);
    for (const line of told.words) shell.stderr.write(`error: ${linesWithCodePoints(line)}\n`);
    return told.exit;
  }
}
