import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../src-main/ports/clock.ts';
import { aDesk, seeded } from '../src-main/receiver/a-desk.ts';
import { sendTo, storedAt } from '../support/a-referring-vault.ts';
import { type AVault, aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { countIn, inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';
import { completeLines } from './complete-lines.ts';
import { impatientAssets } from './impatient-assets.ts';
import { rebuildWhatWasUnderWay } from './rebuild-under-way.ts';

/** What the process at work says when the engine has answered. */
export type Acknowledged =
  | { what: 'ready' }
  | { what: 'assessed'; case: string }
  | { what: 'imported'; batch: string; reports: number };

/**
 * `real` is the product. The others are what it is not, and must be caught: one answers before it has committed, one
 * makes a new referral of what was under way when it starts again.
 */
export type Variant = 'real' | 'acknowledges-before-commit' | 'rebuilds-on-restart';

export interface KillReport {
  seed: number;
  variant: Variant;
  kills: number;
  /** Kills before the vault was open: at start-up, in recovery, while the passphrase was judged. */
  killedAtStart: number;
  acknowledged: number;
  imports: number;
  requests: number;
  repeated: number;
  /** Acknowledged decisions that are not in the vault or not at the desk. */
  lost: number;
  /** Referrals the desk has beyond one for a decision. */
  duplicates: number;
  /** Decisions, referrals, ledger entries and desk records that do not belong together one to one. */
  orphans: number;
  unfinishedImports: number;
  ledgerProblems: number;
  damagedPages: number;
  seconds: number;
}

type Life = ChildProcessByStdio<Writable, Readable, null>;

/** How often the desk takes a referral and its answer is lost: always at the control's, so that what it does wrong is tried at each kill. */
const ANSWERS_LOST: Record<Variant, number> = {
  real: 0.3,
  'acknowledges-before-commit': 0.3,
  'rebuilds-on-restart': 1,
};

/** Kills a process at work again and again, lets the last one finish, and compares what everybody has. */
export async function killWhileWorking(options: {
  kills: number;
  seed: number;
  variant?: Variant;
}): Promise<KillReport> {
  const { kills, seed, variant = 'real' } = options;
  const startedMs = performance.now();
  const random = seeded(seed);
  const chance = seeded(seed + 1);
  let faults = true;
  const fail = { status: 503, rate: 0.1, dropAfterAcceptRate: ANSWERS_LOST[variant] };
  await using desk = await aDesk({ fail, random: () => (faults ? chance() : 1) });
  using vault = await aVault({ ports: { assets: impatientAssets(), clock: systemClock } });
  await sendTo(vault, 'police', desk);
  vault.lock();

  const acknowledged: Acknowledged[] = [];
  let killedAtStart = 0;
  let next = aLife(vault.folder, variant, 0);
  for (let kill = 0; kill < kills; kill++) {
    const life = next;
    next = aLife(vault.folder, variant, kill + 1);
    if (variant === 'rebuilds-on-restart') await rebuildWhatWasUnderWay(vault);
    // One in five dies anywhere from its start on, the others while they work: so many answers, and a moment more.
    const fromStart = random() < 0.2;
    const before = desk.events.length;
    // On a slow machine a life ends before its courier has spoken to the desk: every second one waits until it has.
    const lasts = !fromStart && (kill % 2 === 0 || variant === 'rebuilds-on-restart');
    const isHeard = () => !lasts || desk.events.length > before;
    const lines = fromStart ? 0 : 1 + random() * 14;
    const said = await liveAndDie(life, lines, isHeard, random() * (fromStart ? 150 : 12));
    if (!said.some(({ what }) => what === 'ready')) killedAtStart += 1;
    acknowledged.push(...said);
  }
  next.kill('SIGKILL');
  faults = false;
  const atDesk = await finish(vault, desk.dir);
  const found = await compare(vault, acknowledged, atDesk);
  return {
    seed,
    variant,
    kills,
    killedAtStart,
    acknowledged: acknowledged.filter(({ what }) => what === 'assessed').length,
    imports: acknowledged.filter(({ what }) => what === 'imported').length,
    requests: desk.events.length,
    repeated: desk.events.filter(({ type }) => type === 'repeated').length,
    ...found,
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}

/** A process that has loaded the engine and waits for its turn. */
function aLife(folder: string, variant: Variant, life: number): Life {
  const script = programFile('working-process');
  return spawn(process.execPath, [script, folder, variant, String(life)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment,
  });
}

/** Lets the process work until it has said and sent so much, and a moment longer, and kills it; answers what it said. */
async function liveAndDie(
  life: Life,
  lines: number,
  isHeard: () => boolean,
  momentMs: number,
): Promise<Acknowledged[]> {
  let text = '';
  let enough = () => {};
  const said = new Promise<void>((resolve) => {
    enough = resolve;
  });
  life.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (text.split('\n').length > lines) enough();
  });
  const closed = once(life, 'close');
  life.stdin.end('go');
  if (lines > 0) await Promise.race([said, closed]);
  while (!isHeard() && life.exitCode === null) await wait(5);
  await wait(momentMs);
  if (life.exitCode !== null) throw new Error(`the process at work ended by itself with ${life.exitCode}`);
  life.kill('SIGKILL');
  await closed;
  return completeLines<Acknowledged>(text);
}

/** Lets what is left go its way: imports to their end, the outbox until it is empty. */
async function finish(vault: AVault, deskDir: string): Promise<Map<string, number>> {
  await vault.unlock();
  const { client } = vault;
  for (;;) {
    const batches = await client.intake.batches();
    if (batches.every((batch) => batch.state === 'done')) break;
    await wait(20);
  }
  for await (const _ of await client.referral.send({ untilEmpty: true, timeoutMs: 120_000 }));
  const perCase = new Map<string, number>();
  for (const { body } of await storedAt(deskDir)) {
    perCase.set(body.subject.case, (perCase.get(body.subject.case) ?? 0) + 1);
  }
  return perCase;
}

async function compare(
  vault: AVault,
  acknowledged: readonly Acknowledged[],
  atDesk: ReadonlyMap<string, number>,
) {
  let ledgerProblems = 0;
  for await (const step of await vault.client.audit.verify()) {
    if (step.phase === 'done') ledgerProblems = step.report.problems.length;
  }
  vault.lock();
  return inDatabaseOf(vault.folder, (db) => {
    const column = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => String(Object.values(row)[0]));
    const assessed = new Set(column('SELECT case_id FROM assessments'));
    const delivered = new Set(column("SELECT case_id FROM referrals WHERE state = 'delivered'"));
    const entered = new Set(column("SELECT case_id FROM ledger_entries WHERE kind = 'case.assessed'"));
    const finished = new Map(
      db
        .prepare("SELECT id, cases_new + cases_joined AS n FROM batches WHERE state = 'done'")
        .all()
        .map((row) => [row.id, row.n]),
    );
    const lost = acknowledged.filter((said) => {
      if (said.what === 'assessed') return !assessed.has(said.case) || !atDesk.has(said.case);
      return said.what === 'imported' && finished.get(said.batch) !== said.reports;
    }).length;
    const all = new Set([...assessed, ...delivered, ...entered, ...atDesk.keys()]);
    const complete = (id: string) => [assessed, delivered, entered, atDesk].every((set) => set.has(id));
    return {
      lost,
      duplicates: [...atDesk.values()].reduce((sum, count) => sum + count - 1, 0),
      orphans: [...all].filter((id) => !complete(id)).length,
      unfinishedImports: countIn(
        db,
        'SELECT count(*) AS n FROM batch_rows JOIN batches ON id = batch WHERE batch_rows.number > stored_through',
      ),
      ledgerProblems,
      damagedPages: db.prepare('PRAGMA cipher_integrity_check').all().length,
    };
  });
}
