import type { Command } from 'commander';
import type { TableDifference } from '../../engine/storage/compare-tables.ts';
import type { ReplayStep, Unrestored } from '../../engine/vault/replay.ts';
import { FolderFiles } from '../../ports/files.ts';
import { toldErased } from '../terminal/erased-text.ts';
import { EXIT } from '../terminal/exit-code.ts';
import { nameAt, obtainPassphrase, type VaultOptions, withEngine } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Terminal } from '../terminal/terminal.ts';
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
    const { vault } = engine.context;
    const rebuilt = await toTheEnd(terminal, vault.rebuild(name, passphrase, new FolderFiles(options.into)));
    const { entries, rows, unrestored, erased, differing, unreadable } = rebuilt;
    const made = `Rebuilt ${rows} rows from ${entries} entries in ${options.into}.`;
    terminal.answer(
      rebuilt,
      [
        made,
        ...erased.map(toldErased),
        ...unrestored.map(lost),
        ...differing.map(other),
        ...unreadable.map(damaged),
      ].join('\n'),
    );
    if (unrestored.length > 0) shell.exit = EXIT.integrity;
  });
}

/** Puts the rows of a vault right that do not follow from its record. */
export async function repair(shell: Shell, options: VaultOptions): Promise<void> {
  const terminal = shell.terminal(options);
  await withEngine(shell, options.vault, async (client, engine) => {
    const name = await nameAt(client, options);
    const passphrase = await obtainPassphrase(shell, options);
    const done = await toTheEnd(terminal, engine.context.vault.repair(name, passphrase));
    const { repaired, unrestored, kept } = done;
    const all = 'Every row is as the record has it.';
    const nothing = 'Nothing was repaired, because rows of these entries cannot be restored:';
    const put = `Put right; the database as it was is kept as ${kept} in the vault's folder:`;
    const said = unrestored.length > 0 ? nothing : kept === null ? all : put;
    terminal.answer(done, [said, ...unrestored.map(lost), ...repaired.map(other)].join('\n'));
    if (unrestored.length > 0) shell.exit = EXIT.integrity;
  });
}

async function toTheEnd<Result>(
  terminal: Terminal,
  steps: AsyncGenerator<ReplayStep, Result>,
): Promise<Result> {
  let step = await steps.next();
  for (; !step.done; step = await steps.next())
    terminal.progress(`${step.value.entries} of ${step.value.of} entries`);
  terminal.endProgress();
  return step.value;
}

const damaged = (table: string): string => `  ${table}: has damaged pages here`;

const lost = ({ seq, kind, why }: Unrestored): string => `  entry ${seq}, ${kind}: ${WHY[why]}`;

const other = ({ table, missing, added, changed }: TableDifference): string =>
  `  ${table}: here ${changed} rows were changed, ${added} were gone, and ${missing} follow from nothing in the record`;

const WHY = {
  lost: 'what it enclosed is gone and no entry erased it, so its rows could not be restored',
  erased: 'what it enclosed was erased, and what was left of it is gone too',
  refused: 'verification found a fault in it, so it takes no effect',
  'not-applicable':
    'its rows build on others that could not be restored, or it encloses something else than it names',
} as const;
