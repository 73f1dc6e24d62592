import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { rangeHolds, readRegistryAnswer } from '../../../shared/domain/registry-answer.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { answerText, lookUpText, problemText, tableText } from '../terminal/hosting-text.ts';
import { caseId } from '../terminal/judgement-options.ts';
import { keptTextOf, readKeptFile } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

/** Where IP addresses are hosted, by a table or by a registry's answer that people bring. Nothing is contacted. */
export function addHostingCommands(program: Command, shell: Shell): void {
  const hosting = program
    .command('hosting')
    .description('in which country an IP address is, by a table or an answer you bring')
    .enablePositionalOptions();
  vaultCommand(hosting, 'table [file]', 'shows this seat’s table, or names its file (MaxMind DB form, .mmdb)')
    .option('--remove', 'this seat has no table any more; the file stays')
    .action(async (file: string | undefined, options: VaultOptions & { remove?: boolean }) => {
      if (file !== undefined && options.remove) throw new UsageError('give either a file or --remove');
      const path = file === undefined ? null : resolve(file);
      const state = await withVault(shell, options, (client) =>
        path === null && !options.remove
          ? client.hosting.table()
          : client.hosting.setTable({ command: newCommand(), path }),
      );
      shell.terminal(options).answer(state, tableText(state));
    });
  vaultCommand(hosting, 'of', 'looks up the IP addresses of a case in the table')
    .argument('<case>', 'the id of the case', caseId)
    .action(async (id: CaseId, options: VaultOptions) => {
      const found = await withVault(shell, options, (client) => client.hosting.lookUp({ case: id }));
      shell.terminal(options).answer(found, lookUpText(found));
    });
  hosting
    .command('answer <file>')
    .description('reads a registry’s answer (RDAP or whois) that you saved; - is stdin')
    .option('--ip <address>', 'whether the answer is about this address')
    .option('--json', 'answers with JSON alone on stdout')
    .action(async (file: string, options: { ip?: string; json?: boolean }) => {
      const text = file === '-' ? keptTextOf(await buffer(shell.stdin), 'stdin') : readKeptFile(file);
      const read = readRegistryAnswer(text);
      const terminal = shell.terminal(options);
      if ('problem' in read) {
        shell.exit = EXIT.refused;
        terminal.answer(read, problemText(read.problem));
        return;
      }
      const isAbout = options.ip === undefined ? undefined : rangeHolds(read.range, options.ip);
      if (isAbout === null) throw new UsageError('--ip takes an IP address, in digits');
      if (isAbout === false) shell.exit = EXIT.refused;
      const about = isAbout === false ? [`The answer is about other addresses than ${options.ip}.`] : [];
      terminal.answer({ ...read, isAbout }, [answerText(read), ...about].join('\n'));
    });
}
