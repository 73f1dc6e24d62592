import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { DestinationId, ReferralId } from '../../shared/domain/ids.ts';
import { ReferralBody } from '../../shared/domain/referral.ts';
import { anyFault, faultsSometimes, NO_FAULTS } from '../../src-main/iccam-stand-in/faults.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import { anIccam } from '../src-main/iccam-stand-in/an-iccam.ts';
import { seeded } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';
import { impatientAssets } from './impatient-assets.ts';

/** `real` is the product; the other is what it is not, and must be caught. */
export type IccamVariant = 'real' | 'posts-blindly';

export interface IccamKillReport {
  seed: number;
  variant: IccamVariant;
  kills: number;
  /** Decisions in the vault: each is one referral to ICCAM. */
  decisions: number;
  /** Posts whose answer was lost after ICCAM had taken the report. */
  answersLost: number;
  /** Referrals that a person had to look up, because nobody could know whether ICCAM has them. */
  parked: number;
  /** Decisions with no report at ICCAM while they were parked; a person's word sends them. */
  notThere: number;
  /** Reports at ICCAM in the end, and how many of them there are beyond one for a decision. */
  reports: number;
  doubled: number;
  /** Decisions that ICCAM has not got in the end, though nothing is parked. */
  lost: number;
  seconds: number;
}

/** Kills a process that refers to ICCAM again and again, and compares what the vault and ICCAM have. */
export async function killWhileReportingToIccam(options: {
  kills: number;
  seed: number;
  variant?: IccamVariant;
}): Promise<IccamKillReport> {
  const { kills, seed, variant = 'real' } = options;
  const startedMs = performance.now();
  const random = seeded(seed);
  const chance = seeded(seed + 1);
  await using iccam = await anIccam({
    faults: anyFault(
      // More often at the control's, so that what it does wrong is tried at each kill.
      faultsSometimes(/POST rest\/reports/, { type: 'drop-after' }, variant === 'real' ? 0.3 : 0.7, chance),
      faultsSometimes(/POST rest\/reports/, { type: 'drop-before' }, 0.1, chance),
      faultsSometimes(/Authentication$/, { type: 'answer', status: 503 }, 0.1, chance),
      faultsSometimes(/GET/, { type: 'drop-before' }, 0.01, chance),
    ),
  });
  using vault = await aVault({ ports: { assets: impatientAssets(), clock: systemClock } });
  await vault.client.referral.addDestination({
    command: aCommand(),
    destination: {
      id: DestinationId.parse('iccam'),
      channel: { kind: 'iccam', settings: iccam.settings },
    },
  });
  vault.lock();

  let next = aLife(vault.folder, variant, 0);
  for (let kill = 0; kill < kills; kill++) {
    const life = next;
    next = aLife(vault.folder, variant, kill + 1);
    const posts = () => iccam.api.calls.filter((call) => call.startsWith('POST rest/reports')).length;
    const before = posts();
    life.stdin!.end('go');
    // Every life posts once to four times, and dies somewhere between the calls that follow.
    const enough = before + 1 + Math.floor(random() * 4);
    while (posts() < enough && life.exitCode === null) await wait(2);
    await wait(random() * 40);
    if (life.exitCode !== null) throw new Error(`the process ended by itself with ${life.exitCode}`);
    life.kill('SIGKILL');
    await once(life, 'close');
  }
  next.kill('SIGKILL');
  const answersLost = iccam.api.calls.filter((call) => call === 'POST rest/reports drop-after').length;
  iccam.api.options.faults = NO_FAULTS;

  await vault.unlock();
  const { client } = vault;
  const drain = async () => {
    for await (const _ of await client.referral.send({ untilEmpty: true, timeoutMs: 300_000 }));
  };
  await drain();
  const { referrals: parked } = await client.referral.outbox({ state: 'parked', limit: 1000 });
  const missing = parked.filter(({ id }) => reportsOf(iccam.api, id) === 0);
  // A person looked at ICCAM for each: those that are not there are sent again.
  for (const { id } of missing)
    await client.referral.resume({ command: aCommand(), id: ReferralId.parse(id) });
  await drain();
  vault.lock();
  const ordered = await inDatabaseOf(vault.folder, (db) =>
    db
      .prepare('SELECT body FROM referrals')
      .all()
      .map((row) => ReferralBody.parse(JSON.parse(String(row.body))).referral),
  );
  const counts = ordered.map((id) => reportsOf(iccam.api, id));
  return {
    seed,
    variant,
    kills,
    decisions: ordered.length,
    answersLost,
    parked: parked.length,
    notThere: missing.length,
    reports: iccam.api.book.reports.size,
    doubled: counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    lost: counts.filter((count) => count === 0).length,
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}

const reportsOf = (
  { book }: { book: { reports: ReadonlyMap<number, { memo: string | null }> } },
  id: string,
) => [...book.reports.values()].filter(({ memo }) => memo === `Hashline referral ${id}`).length;

function aLife(folder: string, variant: IccamVariant, life: number): ChildProcess {
  return spawn(process.execPath, [programFile('iccam-process'), folder, variant, String(life)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: childEnvironment,
  });
}
