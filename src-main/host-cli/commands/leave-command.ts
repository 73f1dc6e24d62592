import type { Command } from 'commander';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

/** How a seat leaves its team. */
export function addLeaveCommand(team: Command, shell: Shell): void {
  vaultCommand(
    team,
    'leave',
    'has this seat leave: what waits goes to the others first, then this vault is removed',
  )
    .option('--keep-copy', 'keeps the vault, to be read; the policy must allow it')
    .action(async ({ keepCopy = false, ...options }: VaultOptions & { keepCopy?: boolean }) => {
      const left = await withVault(shell, options, (client) => client.team.leave({ keepCopy }));
      shell
        .terminal(options)
        .answer(
          left,
          left.copy === 'kept'
            ? 'This seat left. Its vault stays readable here; what is recorded in it from now on has no effect.'
            : 'This seat left. Its vault is removed; backups of it are where they were.',
        );
    });
}
