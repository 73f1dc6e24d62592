import { join } from 'node:path';
import { BatchId, CaseId, PersonId } from '../../shared/domain/ids.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { priorityOf } from '../../shared/domain/priority.ts';
import { Channel } from '../../shared/domain/report.ts';
import { CaseStore } from '../../src-main/engine/cases/case.store.ts';
import type { StoredCase } from '../../src-main/engine/cases/stored-case.ts';
import { reportIdsOf } from '../../src-main/engine/intake/report-id.ts';
import { QueueStore } from '../../src-main/engine/review/queue.store.ts';
import { Queue } from '../../src-main/engine/review/queue.ts';
import { Database, type SqlParameters } from '../../src-main/engine/storage/database.ts';
import { migrate } from '../../src-main/engine/storage/migration.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { aFolder } from './a-folder.ts';
import { aPolicy, theMembers } from './a-policy.ts';

export const NOW_MS = Date.parse('2026-11-21T18:00:00.000Z');
const HOUR_MS = 3_600_000;

const idOf = (number: number): string => `01936b7e-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const PEOPLE = [1, 2, 3].map((number) => PersonId.parse(idOf(900_000_000 + number)));

/** Imported files, one said to be small and one large: of each third and of each second case a report came in them. */
export const FILES = {
  small: { id: BatchId.parse(idOf(800_000_001)), subjects: 100, every: 3 },
  large: { id: BatchId.parse(idOf(800_000_002)), subjects: 5000, every: 2 },
};
/** Both at once, so that only their ends tell ids of their reports apart. */
const IMPORTED_AT = '2026-11-20T10:00:00.000Z';

function putFiles(db: Database, cases: readonly StoredCase[]): void {
  for (const [name, { id, subjects, every }] of Object.entries(FILES)) {
    db.prepare(
      `INSERT INTO batches (id, digest, file_name, format, state, imported_at, imported_by, subjects)
       VALUES (?, ?, ?, 'scart-csv', 'done', ?, ?, ?)`,
    ).run([id, name, `${name}.csv`, IMPORTED_AT, PEOPLE[0] ?? '', subjects]);
    const report = reportIdsOf(id, IMPORTED_AT);
    const insert = db.prepare(
      `INSERT INTO sightings (case_number, report_id, number, subject)
       SELECT number, ?, 0, subject FROM cases WHERE id = ?`,
    );
    cases.forEach((stored, at) => {
      if (at % every === 0) insert.run([report(at), stored.id]);
    });
  }
}

/** A generator that gives the same numbers for the same seed, in every process. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One of these, each as often as its weight says. */
const one = <Value>(
  next: (below: number) => number,
  weighed: readonly (readonly [Value, number])[],
): Value => {
  let at = next(weighed.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [value, weight] of weighed) {
    at -= weight;
    if (at < 0) return value;
  }
  throw new Error('no weights');
};

/** The case of this number in a vault at work for years: most are decided, most were reported once. */
export function aQueuedCase(number: number, next: (below: number) => number, policy: Policy): StoredCase {
  const state = one(next, [
    ['open', 45],
    ['held', 2],
    ['escalated', 1],
    ['referred', 30],
    ['closed', 21],
    ['merged', 1],
  ] as const);
  const kind = one(next, [
    ['url', 90],
    ['file', 9],
    ['link', 1],
  ] as const);
  const sightings = one(next, [
    [1, 80],
    [2, 12],
    [3, 5],
    [7, 2],
    [40, 1],
  ] as const);
  const takenInAt = new Date(NOW_MS - next(60 * 24 * 60) * 60_000).toISOString();
  const facts: StoredCase['facts'] = {
    sightings,
    firstReceivedAt: takenInAt,
    lastReceivedAt: takenInAt,
    hostingCountry: one(next, [
      ['NL', 30],
      ['US', 25],
      ['BE', 10],
      ['FR', 10],
      ['RU', 9],
      ['LU', 1],
      [null, 15],
    ] as const),
    hostingNamedAt: takenInAt,
    trusted: next(10) === 0,
    channels: Channel.options.filter((_channel, at) => next(1 + at * 2) === 0),
  };
  const knownAs = one(next, [
    ['baseline', 3],
    ['national', 2],
    ['listed', 5],
    [null, 90],
  ] as const);
  const isDecided = state === 'referred' || state === 'closed';
  return {
    id: CaseId.parse(idOf(number)),
    kind,
    subject: kind === 'file' ? `sha1:${number}` : `https://host-${next(5000)}.example/${number}`,
    hashes: null,
    state,
    mergedInto: null,
    takenInAt,
    dueAt: new Date(Date.parse(takenInAt) + 24 * HOUR_MS).toISOString(),
    facts,
    ...priorityOf({ facts, knownAs }, policy),
    claimedBy: !isDecided && next(50) === 0 ? (PEOPLE[next(3)] ?? null) : null,
    claimedAt: null,
    knownAs,
    reopened: null,
    decided: isDecided
      ? {
          number,
          by: PEOPLE[
            one(next, [
              [0, 60],
              [1, 39],
              [2, 1],
            ] as const)
          ] as PersonId,
          legality: one(next, [
            ['illegal', 60],
            ['legal', 30],
            ['undetermined', 10],
          ] as const),
          category: one(next, [
            ['1', 20],
            ['2a', 40],
            ['0', 40],
          ] as const),
        }
      : null,
    assignedTo: null,
  };
}

export interface AQueue extends Disposable {
  queue: Queue;
  db: Database;
  folder: string;
  policy: Policy;
  /** The cases that were put into it; none where they are too many to keep. */
  cases: StoredCase[];
  /** Every statement that was run since it was filled. */
  statements: Set<string>;
  /** Is told of each run of a statement, while it is set. */
  tell: { run: ((sql: string, values: SqlParameters) => void) | null };
  clock: { nowMs: number };
}

const KEPT = 50_000;
const AT_ONCE = 20_000;

/** The lists of a vault that holds so many cases, and nothing else. */
export function aQueue(count: number, { seed = 1, hidden = new Set<string>(), files = false } = {}): AQueue {
  const folder = aFolder();
  const db = Database.draft(join(folder.path, 'a.db'), new Uint8Array(32).fill(5));
  migrate(db, migrations);
  const policy = aPolicy();
  const next = numbers(seed);
  const store = new CaseStore(db, () => true);
  const cases: StoredCase[] = [];
  for (let from = 1; from <= count; from += AT_ONCE)
    db.transaction(() => {
      for (let number = from; number < from + AT_ONCE && number <= count; number++) {
        const stored = aQueuedCase(number, next, policy);
        store.insert(stored);
        if (count <= KEPT) cases.push(stored);
      }
    });
  if (files) db.transaction(() => putFiles(db, cases));
  db.finish();
  const statements = new Set<string>();
  const tell: AQueue['tell'] = { run: null };
  const clock = { nowMs: NOW_MS };
  const queue = new Queue({
    session: {
      nowMs: () => clock.nowMs,
      person: { id: PEOPLE[0] as PersonId, name: 'Ann', role: 'analyst', publicKey: '' },
    },
    store: new QueueStore(
      {
        prepare: (sql) => {
          statements.add(sql);
          const { get, all, run } = db.prepare(sql);
          if (tell.run === null) return { get, all, run };
          const told =
            <Answer>(act: (values?: SqlParameters) => Answer) =>
            (values: SqlParameters = []) => {
              tell.run?.(sql, values);
              return act(values);
            };
          return { get: told(get), all: told(all), run };
        },
      },
      () => true,
    ),
    blindness: { hiddenCases: () => hidden },
    protocol: { policy, members: theMembers() },
  });
  return {
    ...{ queue, db, policy, cases, statements, tell, clock, folder: folder.path },
    [Symbol.dispose]: () => {
      db.close();
      folder[Symbol.dispose]();
    },
  };
}
