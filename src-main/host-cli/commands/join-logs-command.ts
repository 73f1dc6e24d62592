import type { Command } from 'commander';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

/** How seats come together again that were kept apart by a hub which was put back. */
export function addJoinLogsCommand(team: Command, shell: Shell): void {
  vaultCommand(
    team,
    'join-logs',
    'joins what other seats recorded before the hub was put back: it comes again, behind what is there',
  ).action(async (options: VaultOptions) => {
    const joined = await withVault(shell, options, (client) =>
      client.team.joinLogs({ command: newCommand() }),
    );
    shell
      .terminal(options)
      .answer(
        joined,
        'Joined. The other seats give the hub what it lacks at their next contact, and follow at the next unlock.',
      );
  });
}

/** What is said of another branch of the log, here or at other seats. */
export function toldBranches({ fork, branches }: TeamStatus): string[] {
  const here = fork && `From entry ${fork.from} on this seat has ${fork.entries} entries that the hub lacks.`;
  return [
    ...(fork === null ? [] : [`${here} ${THEN[fork.state]}`]),
    ...branches.map(
      ({ device, from, entries }) =>
        `Seat ${device} has ${entries} entries from entry ${from} on that the hub lacks: hashline team join-logs`,
    ),
  ];
}

const THEN: Readonly<Record<NonNullable<TeamStatus['fork']>['state'], string>> = {
  told: 'At a seat in contact, a supervisor joins them: hashline team join-logs',
  joined: 'They were joined: this seat follows at its next unlock.',
  differs: 'They cannot be joined: ask a supervisor.',
};
