import type { Command } from 'commander';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { recordedReason } from '../../engine/referral/recorded-reason.ts';
import { endingTexts } from '../terminal/ending-texts.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { toldReferral } from '../terminal/told-referral.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

/** The outbox at the terminal: the desks with what waits and stopped, then the referrals. */
export function addOutboxCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'outbox', 'shows the desks, then lists referrals, the newest first').action(
    async (options: VaultOptions) => {
      const told = await withVault(shell, options, async (client) => ({
        ...(await client.referral.outbox({ limit: 1000 })),
        destinations: await client.referral.destinations(),
        rechecks: (await client.referral.rechecks()).total,
      }));
      const referrals = told.referrals.map(toldReferral);
      const rows = referrals.map((referral) => [
        referral.id,
        referral.destination,
        referral.state,
        String(referral.attempts),
        [
          referral.reference ?? referral.reason,
          referral.state !== 'delivered' && referral.sealedAt !== null
            ? `carried by hand since ${referral.sealedAt}, no receipt yet`
            : null,
          referral.reportProblem,
        ]
          .filter((said) => said !== null)
          .join('; '),
      ]);
      const words = [
        table([
          ['DESK', 'WAITING', 'SENDING', 'DELIVERED', 'PARKED', 'OLDEST', 'STATE'],
          ...told.destinations.map(deskRow),
        ]),
        '',
        table([['REFERRAL', 'DESK', 'STATE', 'TRIED', 'REFERENCE OR REASON'], ...rows]),
        ...(told.rechecks > 0
          ? ['', `${told.rechecks} delivered without news for long: ask the desks.`]
          : []),
      ];
      shell.terminal(options).answer({ ...told, referrals }, words.join('\n'));
    },
  );
}

function deskRow(desk: Destination): string[] {
  const { waiting, sending, delivered, parked, oldestQueuedAt, outage, paused, kind } = desk;
  const states = [
    kind === null ? 'not configured' : null,
    paused === null ? null : `paused since ${paused.at}`,
    outage === null
      ? null
      : `no contact since ${outage.since}${outage.trouble === null ? '' : ` (${recordedReason(outage.trouble)})`}`,
  ].filter((state) => state !== null);
  return [
    desk.id,
    ...[waiting - sending, sending, delivered, parked].map(String),
    oldestQueuedAt?.slice(0, 16) ?? '-',
    [...(states.length === 0 ? ['in contact'] : states), ...endingTexts(desk)].join('; '),
  ];
}
