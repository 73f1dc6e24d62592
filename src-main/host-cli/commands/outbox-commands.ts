import type { Command } from 'commander';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { recordedReason } from '../../engine/referral/recorded-reason.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { toldReferral } from '../terminal/told-referral.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { destinationId } from './referral-commands.ts';

/** The outbox at the terminal: the desks with what waits and stopped, then the referrals; and the control over desks. */
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
        [referral.reference ?? referral.reason, referral.reportProblem]
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

  const desk = program.command('desk').description('holds back, lets go or tries what waits for a desk');
  const control = (
    name: string,
    description: string,
    act: 'pause' | 'goOn' | 'retryNow',
    done: (id: string) => string,
  ) =>
    vaultCommand(desk, `${name} <desk>`, description).action(async (text: string, options: VaultOptions) => {
      const destination = destinationId(text);
      const destinations = await withVault(shell, options, (client) =>
        act === 'retryNow'
          ? client.referral.retryNow({ destination })
          : client.referral[act]({ command: newCommand(), destination }),
      );
      shell.terminal(options).answer({ destinations }, done(destination));
    });
  control(
    'pause',
    'sends nothing to a desk until it is resumed',
    'pause',
    (id) => `Nothing is sent to ${id}.`,
  );
  control('resume', 'lets what waits for a paused desk go', 'goOn', (id) => `Sending to ${id} goes on.`);
  control(
    'retry',
    'ends the delays of a desk; `send` then tries it',
    'retryNow',
    (id) => `${id} is due now.`,
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
    states.join('; ') || 'in contact',
  ];
}
