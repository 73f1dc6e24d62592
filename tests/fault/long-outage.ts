import { DestinationId } from '../../shared/domain/ids.ts';
import { aDesk } from '../src-main/receiver/a-desk.ts';
import { aFolder } from '../support/a-folder.ts';
import { refer, sendTo } from '../support/a-referring-vault.ts';
import { aVault } from '../support/a-vault.ts';
import { inDatabaseOf } from '../support/vault-database.ts';
import { type Arrivals, arrivalsAt, type Ordered } from './arrivals.ts';
import { pass, untilNothingWaits } from './passing-time.ts';

/** `real` is the product; the other sends what was decided last first, and must be caught. */
export type OutageVariant = 'real' | 'newest-first';

export interface OutageReport extends Arrivals {
  variant: OutageVariant;
  decisions: number;
  cases: number;
  /** What the workstation said at the end of the outage. */
  told: { waiting: number; isLong: boolean; hoursSinceOldest: number };
  /** Attempts that it made while the desk was away. */
  attempts: number;
  /** Simulated time from the desk's return until all was delivered; null where that never came. */
  recoveredInMinutes: number | null;
  seconds: number;
}

/** These hours are the desk's; nobody works all of them. */
const WITHOUT_LIMIT = { limitBindsSupervisors: false, breakAfterMinutes: null };
const POLICE = DestinationId.parse('police');

/**
 * Decides case after case for hours of a clock that is moved by hand, while the desk is away and the courier works
 * in the background; every third decision is about a case decided before. Then the desk comes back.
 */
export async function sitOutAnOutage(options: {
  decisions: number;
  hours?: number;
  variant?: OutageVariant;
}): Promise<OutageReport> {
  const { decisions, hours = 8, variant = 'real' } = options;
  const startedMs = performance.now();
  using folder = aFolder();
  using vault = await aVault({ ports: { background: true }, limits: WITHOUT_LIMIT });
  const first = await aDesk({ dir: folder.path });
  await sendTo(vault, POLICE, first);
  const { port } = first.receiver;
  await first[Symbol.asyncDispose]();

  const ordered: Ordered[] = [];
  for (let number = 0; number < decisions; number++) {
    // A case decided some time ago is reported and decided again: its desk gets an amendment.
    const isAgain = number % 3 === 2;
    const made = await refer(vault, `host-${isAgain ? number - 2 : number}`);
    ordered.push(...made.referrals.map(({ id }) => ({ case: made.case, referral: id })));
    await pass(vault, Math.floor((hours * 3_600_000) / decisions));
  }
  const [desk] = (await vault.client.referral.destinations()).filter(({ id }) => id === POLICE);
  const told = {
    waiting: desk!.waiting,
    isLong: desk!.outage?.isLong ?? false,
    hoursSinceOldest: Math.round((vault.clock.nowMs() - Date.parse(desk!.oldestQueuedAt!)) / 3_600_000),
  };
  vault.lock();
  const attempts = await inDatabaseOf(vault.folder, (db) => {
    if (variant === 'newest-first') db.execute('UPDATE referrals SET line = -line');
    return Number(db.prepare('SELECT sum(attempts) AS n FROM referrals').get()?.n);
  });
  await using back = await aDesk({ dir: folder.path, port });
  await vault.unlock();
  const recoveredInMinutes = await untilNothingWaits(vault, 60);
  const arrived = back.events.flatMap((event) => (event.type === 'stored' ? [event.referral] : []));
  return {
    ...{ variant, decisions, cases: new Set(ordered.map((one) => one.case)).size, told, attempts },
    ...(await arrivalsAt(vault, ordered, folder.path, arrived)),
    recoveredInMinutes,
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}
