import type { Command, CommandOptions } from 'commander';

/** Adds a command that works on a vault, with the options that all of those share. */
export function vaultCommand(
  program: Command,
  usage: string,
  description: string,
  options: CommandOptions = {},
): Command {
  return program
    .command(usage, options)
    .description(description)
    .requiredOption('--vault <dir>', 'the folder of the vault')
    .option('--as <name>', 'who you are; not needed where the vault has one person')
    .option('--passphrase-file <file>', 'reads the passphrase from the first line of a file in UTF-8')
    .option('--json', 'answers with JSON alone on stdout');
}
