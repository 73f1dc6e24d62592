import type { Command } from 'commander';
import { FolderFiles } from '../../ports/files.ts';
import { EXIT } from '../terminal/exit-code.ts';
import { nameAt, obtainPassphrase, type VaultOptions, withEngine } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

export function addRebuildCommand(program: Command, shell: Shell): void {
  vaultCommand(
    program,
    'rebuild',
    'makes a vault whose rows follow from the record of this one; the same people and passphrases open it',
  )
    .requiredOption('--into <dir>', 'the folder of the new vault, which must be empty or absent')
    .action((options: VaultOptions & { into: string }) => rebuild(shell, options));
}

async function rebuild(shell: Shell, options: VaultOptions & { into: string }): Promise<void> {
  const terminal = shell.terminal(options);
  await withEngine(shell, options.vault, async (client, engine) => {
    const name = await nameAt(client, options);
    const passphrase = await obtainPassphrase(shell, options);
    const steps = engine.context.vault.rebuild(name, passphrase, new FolderFiles(options.into));
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) {
      terminal.progress(`${step.value.entries} of ${step.value.of} entries`);
    }
    terminal.endProgress();
    const { entries, rows, unrestored, differing } = step.value;
    const lost = unrestored.map(({ seq, kind, why }) => `  entry ${seq}, ${kind}: ${WHY[why]}`);
    const others = differing.map(
      ({ table, missing, added, changed }) =>
        `  ${table}: here ${changed} rows were changed, ${added} were gone, and ${missing} follow from nothing in the record`,
    );
    terminal.answer(
      { entries, rows, unrestored, differing },
      [`Rebuilt ${rows} rows from ${entries} entries in ${options.into}.`, ...lost, ...others].join('\n'),
    );
    if (unrestored.length > 0) shell.exit = EXIT.integrity;
  });
}

const WHY = {
  erased: 'what it enclosed was erased, so its rows could not be restored',
  refused: 'verification found a fault in it, so it takes no effect',
  'not-applicable':
    'its rows build on others that could not be restored, or it encloses something else than it names',
} as const;
