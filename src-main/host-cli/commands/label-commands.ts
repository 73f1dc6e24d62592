import type { Command } from 'commander';
import { refusedRows } from '../terminal/exit-code.ts';
import { readKeptFile } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

export function addLabelCommands(program: Command, shell: Shell): void {
  const labels = program.command('labels').description('sets of labels that a hotline brings as files');
  vaultCommand(
    labels,
    'load <file>',
    'takes in a set of labels (hashline-labels/1), and records that',
  ).action(async (file: string, options: VaultOptions) => {
    const text = readKeptFile(file);
    const terminal = shell.terminal(options);
    try {
      const loaded = await withVault(shell, options, (client) =>
        client.policy.loadLabels({ command: newCommand(), text }),
      );
      const { id, version, groups, labels: n, withoutIccam } = loaded;
      terminal.answer(
        loaded,
        `${id} version ${version}: ${n} labels in ${groups} groups, ${withoutIccam} of them in no field of ICCAM`,
      );
    } catch (error) {
      terminal.answer({ refusals: refusedRows(shell, error, options) }, '');
    }
  });
  vaultCommand(labels, 'list', 'shows the sets of labels').action(async (options: VaultOptions) => {
    const sets = await withVault(shell, options, (client) => client.policy.labelSets());
    const rows = sets.map(({ set, fileSha256, loadedAt }) => [
      set.id,
      String(set.version),
      set.name.en,
      String(set.groups.length),
      String(set.groups.reduce((sum, group) => sum + group.labels.length, 0)),
      loadedAt,
      fileSha256,
    ]);
    const head = ['ID', 'VERSION', 'NAME', 'GROUPS', 'LABELS', 'LOADED', 'SHA-256 OF THE FILE'];
    shell.terminal(options).answer({ labelSets: sets }, table([head, ...rows]));
  });
}
