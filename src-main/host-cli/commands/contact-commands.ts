import type { Command } from 'commander';
import { refusedRows } from '../terminal/exit-code.ts';
import { readKeptFile } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

export function addContactCommands(program: Command, shell: Shell): void {
  const contacts = program.command('contacts').description('the addresses at providers that get notices');
  vaultCommand(
    contacts,
    'import <file>',
    'replaces the book of contacts by a CSV file with the columns scope, value, address, language, name',
  ).action(async (file: string, options: VaultOptions) => {
    const text = readKeptFile(file);
    const terminal = shell.terminal(options);
    try {
      const imported = await withVault(shell, options, (client) =>
        client.referral.importContacts({ command: newCommand(), text }),
      );
      const { contacts: n, added, removed, inEnglish } = imported;
      const english = inEnglish === 0 ? '' : `; ${inEnglish} in a language that becomes English`;
      terminal.answer(imported, `${n} contacts: ${added} new or changed, ${removed} gone${english}`);
    } catch (error) {
      terminal.answer({ refusals: refusedRows(shell, error, options) }, '');
    }
  });
  vaultCommand(contacts, 'list', 'shows the book of contacts').action(async (options: VaultOptions) => {
    const list = await withVault(shell, options, (client) => client.referral.contacts());
    const rows = list.map(({ scope, value, address, language, name }) => [
      scope,
      value,
      address,
      language,
      name,
    ]);
    shell
      .terminal(options)
      .answer({ contacts: list }, table([['SCOPE', 'VALUE', 'ADDRESS', 'LANGUAGE', 'NAME'], ...rows]));
  });
}
