import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src-main/engine/storage/database.ts';
import { seeded } from '../src-main/receiver/a-desk.ts';
import { type Backlog, hashesOf, matchesOf, takeIn } from '../support/a-backlog.ts';
import { type AVault, aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { countIn, databasePathOf, inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';

/** Cases that one kill makes done again at most: those after which the place is kept, and two batches. */
const MOST_AGAIN = 10_800;

/** What the process that matches says. */
export type MatchingSaid =
  | { what: 'matching'; done: number; megabytes: number }
  | { what: 'done'; megabytes: number };

/**
 * `real` is the product. The others are what it is not, and must be caught: one does not write down where it stands, one
 * writes it down before the matches of the cases up to there.
 */
export type MatcherVariant = 'real' | 'forgets-its-place' | 'keeps-its-place-too-early';

export interface BacklogReport extends Backlog {
  variant: MatcherVariant;
  kills: number;
  /** Kills before the run was under way: at start-up, in recovery, while a list was taken in. */
  killedAtStart: number;
  /** Kills after which more was matched again than the matcher promises. */
  wentBack: number;
  /** Cases that were said to be matched and were matched again by the next life; in all, and the most after one kill. */
  again: number;
  mostAgain: number;
  expected: number;
  /** Expected matches that are not there; matches nobody expected; matches that are there more than once. */
  lost: number;
  surplus: number;
  double: number;
  /** What is counted otherwise than it is: hits of lists, cases known, cases and matches of the entry in the record. */
  miscounted: string[];
  /** Entries in the record that a run was completed. */
  completed: number;
  ledgerProblems: number;
  damagedPages: number;
  /** Cases a second while they were taken in, and while all went well and nobody was killed. */
  intakeRate: number;
  matchingRate: number;
  /** The most memory a process that matched had, and what was on the disk at the end. */
  peakMegabytes: number;
  databaseMegabytes: number;
  seconds: number;
}

type Life = ChildProcessByStdio<Writable, Readable, null>;

interface Options extends Backlog {
  kills: number;
  variant?: MatcherVariant;
  /** Milliseconds the process rests after each batch, so that a small backlog lasts long enough to be killed in. */
  pauseMs?: number;
  say?: (words: string) => void;
}

/** Kills a process that matches all cases against new lists, again and again, and compares what is there in the end. */
export async function killWhileMatching(options: Options): Promise<BacklogReport> {
  const { kills, variant = 'real', pauseMs = 0, say = () => {}, ...backlog } = options;
  const startedMs = performance.now();
  const random = seeded(backlog.seed);
  using vault = await aVault();
  await takeIn(vault.client, backlog);
  const intakeRate = rate(backlog.cases, startedMs);
  // What is alike among the cases themselves is written down before any list is there.
  await vault.engine.context.vault.require().matching.matching.settled();
  vault.lock();
  say(`${backlog.cases} cases were taken in at ${intakeRate}/s`);

  const seen = { killedAtStart: 0, wentBack: 0, again: 0, mostAgain: 0, peakMegabytes: 0, matchingRate: 0 };
  let said = 0;
  const began = (done: number) => {
    const again = Math.max(0, said - done);
    seen.again += again;
    seen.mostAgain = Math.max(seen.mostAgain, again);
    if (again > MOST_AGAIN) seen.wentBack++;
  };
  let killed = 0;
  let next = aLife(vault.folder, backlog, pauseMs);
  for (let isDone = false; !isDone; ) {
    const life = next;
    next = aLife(vault.folder, backlog, pauseMs);
    // One in five dies anywhere from its start on, the others somewhere in their part of the run.
    const fromStart = killed < kills && random() < 0.2;
    const until = killed >= kills ? null : Math.floor(((killed + random()) / kills) * backlog.cases);
    const lived = await liveAndDie(life, fromStart ? { ms: random() * 1500 } : { until, ms: random() * 20 });
    isDone = lived.isDone;
    if (!isDone) killed++;
    if (lived.first === null) seen.killedAtStart++;
    else {
      began(lived.first);
      said = lived.last;
    }
    seen.peakMegabytes = Math.max(seen.peakMegabytes, lived.megabytes);
    seen.matchingRate = Math.max(seen.matchingRate, lived.rate);
    if (!isDone) await change(vault, variant);
    say(isDone ? `done at ${lived.rate} cases/s` : `killed: from ${lived.first} to ${lived.last}`);
  }
  next.kill('SIGKILL');
  await once(next, 'close');

  await vault.unlock();
  await vault.engine.context.vault.require().matching.matching.settled();
  const entries = (await vault.client.audit.entries({ kind: 'matching.completed' })).entries;
  const ledgerProblems = await ledgerProblemsOf(vault);
  vault.lock();
  const found = await inDatabaseOf(vault.folder, (db) => compare(db, backlog, entries.at(0)?.data));
  return {
    ...backlog,
    variant,
    kills: killed,
    ...seen,
    ...found,
    completed: entries.length,
    ledgerProblems,
    intakeRate,
    databaseMegabytes: Math.round(statSync(databasePathOf(vault.folder)).size / 2 ** 20),
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}

const rate = (cases: number, sinceMs: number): number =>
  Math.round((cases / (performance.now() - sinceMs)) * 1000);

/** A process that has loaded the engine and waits for its turn. */
function aLife(folder: string, backlog: Backlog, pauseMs: number): Life {
  const script = programFile('matching-process');
  return spawn(process.execPath, [script, folder, JSON.stringify(backlog), String(pauseMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment,
  });
}

interface Lived {
  isDone: boolean;
  /** How far the run was when this life took it up, and when it last said so; null where it came to neither. */
  first: number | null;
  last: number;
  megabytes: number;
  rate: number;
}

/** Lets the process match so many cases, or until it is done where `until` is null, and kills it. */
async function liveAndDie(life: Life, death: { until?: number | null; ms: number }): Promise<Lived> {
  const lived: Lived = { isDone: false, first: null, last: 0, megabytes: 0, rate: 0 };
  const far = Promise.withResolvers<void>();
  let beganMs = 0;
  createInterface(life.stdout).on('line', (line) => {
    // The last line may be cut off.
    const said = line.endsWith('}') ? (JSON.parse(line) as MatchingSaid) : null;
    if (!said) return;
    lived.megabytes = said.megabytes;
    if (said.what === 'done') {
      lived.isDone = true;
      far.resolve();
      return;
    }
    if (lived.first === null || said.done < lived.last) {
      // Fewer than before within one life: another list came, and with it another run.
      lived.first = said.done;
      beganMs = performance.now();
    }
    lived.last = said.done;
    if (said.done > lived.first) lived.rate = rate(said.done - lived.first, beganMs);
    if (typeof death.until === 'number' && said.done >= death.until) far.resolve();
  });
  const closed = once(life, 'close');
  life.stdin.end('go');
  if (death.until !== undefined) await Promise.race([far.promise, closed]);
  await wait(death.ms);
  if (life.exitCode !== null)
    throw new Error(`the process that matches ended by itself with ${life.exitCode}`);
  life.kill('SIGKILL');
  await closed;
  return lived;
}

/** Makes of the place the product keeps what another one would have kept. */
async function change({ folder }: AVault, variant: MatcherVariant): Promise<void> {
  if (variant === 'real') return;
  await inDatabaseOf(folder, (db) =>
    db.execute(
      variant === 'forgets-its-place'
        ? "UPDATE match_run SET after_case = '', done = 0, matched = 0, matches = 0"
        : `UPDATE match_run SET done = done + ${EARLY}, after_case = (SELECT max(id) FROM
           (SELECT id FROM cases WHERE id > after_case ORDER BY id LIMIT ${EARLY})) WHERE run IS NOT NULL`,
    ),
  );
}

/** Cases of one batch. */
const EARLY = 400;

async function ledgerProblemsOf({ client }: AVault): Promise<number> {
  for await (const step of await client.audit.verify({})) {
    if (step.phase === 'done') return step.report.problems.length;
  }
  throw new Error('the verification ended without a report');
}

/** What is there, beside what must be there. */
function compare(db: Database, backlog: Backlog, entry: Record<string, unknown> | undefined) {
  const expected = new Map<string, number>();
  const known = new Set<string>();
  for (let number = 0; number < backlog.cases; number++) {
    const matches = matchesOf(backlog, number);
    for (const { list, caseValue, value } of matches) expected.set(`${list} ${caseValue} ${value}`, 0);
    if (matches.length > 0) known.add(hashesOf(backlog, number).sha1!);
  }
  const rows = db
    .prepare(
      `SELECT l.name, m.case_value, m.value, m.algorithm, c.hashes ->> '$.sha1' AS sha1, c.hashes ->> '$.pdq' AS pdq
       FROM case_matches m JOIN cases c ON c.id = m.case_id JOIN hash_lists l ON l.id = m.list_id`,
    )
    .all();
  let surplus = 0;
  for (const { name, case_value, value, algorithm, ...hashes } of rows) {
    const key = `${name} ${case_value} ${value}`;
    const times = expected.get(key);
    if (times === undefined || case_value !== hashes[String(algorithm)]) surplus++;
    else expected.set(key, times + 1);
  }
  const times = [...expected.values()];
  const of = (what: string, is: unknown, should: number): string[] =>
    Number(is) === should ? [] : [`${what}: ${is}, should be ${should}`];
  const marked = db
    .prepare("SELECT hashes ->> '$.sha1' AS sha1 FROM cases WHERE known_as = 'baseline'")
    .all();
  const lists = db
    .prepare(
      'SELECT l.name, sum(h.cases) AS n FROM list_hits h JOIN hash_lists l ON l.id = h.list_id GROUP BY 1',
    )
    .all();
  return {
    expected: expected.size,
    lost: times.filter((count) => count === 0).length,
    surplus,
    double: times.filter((count) => count > 1).length,
    miscounted: [
      ...of('cases', countIn(db, 'SELECT count(*) AS n FROM cases'), backlog.cases),
      ...of('cases of the run', entry?.cases, backlog.cases),
      ...of('cases with matches of the run', entry?.matched, known.size),
      ...of('matches of the run', entry?.matches, expected.size),
      ...of('known cases', marked.filter(({ sha1 }) => known.has(String(sha1))).length, known.size),
      ...of('cases marked as known', marked.length, known.size),
      ...lists.flatMap(({ name, n }) =>
        of(`hits of ${name}`, n, [...expected.keys()].filter((key) => key.startsWith(`${name} `)).length),
      ),
      ...of('lists with hits', lists.length, backlog.pdq ? 2 : 1),
      ...of('cases that wait', countIn(db, 'SELECT count(*) AS n FROM cases_to_match'), 0),
      ...of('runs under way', countIn(db, 'SELECT count(*) AS n FROM match_run WHERE run IS NOT NULL'), 0),
    ],
    damagedPages: db.prepare('PRAGMA cipher_integrity_check').all().length,
  };
}
