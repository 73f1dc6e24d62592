import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { QueueSort, type QueueView } from '../../shared/contract/queue-filter.ts';
import type { SqlParameters } from '../../src-main/engine/storage/database.ts';
import { type AQueue, aQueue, NOW_MS, PEOPLE } from '../support/a-queue.ts';
import { type Figure, figure, median, percentile } from './figures.ts';

const PAGE = 50;
const TURNS = 40;
const DAY_MS = 86_400_000;

const OF_WAITING: QueueView[] = [
  { hosting: 'LU' },
  { zone: 'own' },
  { zone: 'inhope' },
  { zone: 'other' },
  { kind: 'link' },
  { knownAs: 'baseline' },
  { channel: 'police' },
  { dueBefore: new Date(NOW_MS - 20 * DAY_MS).toISOString() },
  { heldBy: 'me' },
];
const BY_DECISION: QueueView[] = [
  { decidedBy: 'me' },
  { decidedBy: PEOPLE[2] },
  { legality: 'undetermined' },
  { category: '2a' },
  { zone: 'inhope' },
  { kind: 'file' },
  { channel: 'iccam' },
];
const OF_DECIDED = BY_DECISION.map((view): QueueView => ({ ...view, state: 'decided' }));

const pairs = (parts: readonly QueueView[]): QueueView[] =>
  parts.flatMap((one, at) => parts.slice(at + 1).map((other) => ({ ...one, ...other })));

interface Call {
  view: QueueView;
  after: string | undefined;
}

/** Lists of cases in every order and with filters, beside the same SQL in the sqlite3 shell on an unencrypted copy. */
export function listBench(count: number): Figure[] {
  using vault = aQueue(count);
  const shell = copyFor(vault);
  const firsts = QueueSort.options.map(
    (sort): QueueView => (sort === 'decided' ? { state: 'decided' } : { sort }),
  );
  const filtered = [...pairs(OF_WAITING), ...pairs(OF_DECIDED)];
  const nexts = firsts.flatMap((view) => nextPages(vault, view, TURNS / 4));
  const groups: [string, Call[]][] = [
    ...firsts.map((view): [string, Call[]] => [
      `first page, ${view.sort ?? 'decided'}`,
      Array.from({ length: TURNS }, () => ({ view, after: undefined })),
    ]),
    ['next page, every order', nexts],
    [
      'first page, two filters, by priority or decision',
      filtered.map((view) => ({ view, after: undefined })),
    ],
    [
      'first page, two filters, every other order',
      pairs(OF_WAITING).flatMap((view) =>
        (['due', 'received', 'hosting', 'sightings'] as const).map((sort) => ({
          view: { ...view, sort },
          after: undefined,
        })),
      ),
    ],
  ];
  const of = `of ${count.toLocaleString('en')} cases`;
  return groups.flatMap(([what, calls]) => {
    const call = ({ view, after }: Call) => vault.queue.page(view, PAGE, after);
    for (const each of calls.slice(0, 10)) call(each);
    const took = calls.map((each) => {
      const before = performance.now();
      call(each);
      return performance.now() - before;
    });
    const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length;
    const theirs = shell === null ? null : inShell(vault, shell, calls, call);
    return [
      figure(
        `${what} ${of}, mean`,
        mean,
        'ms',
        theirs === null ? null : 'its SQL in the sqlite3 shell, unencrypted',
        theirs,
      ),
      figure(`${what} ${of}, median`, median(took), 'ms'),
      figure(`${what} ${of}, 99th percentile`, percentile(took, 99), 'ms'),
    ];
  });
}

function nextPages({ queue }: AQueue, view: QueueView, pages: number): Call[] {
  const calls: Call[] = [];
  let after: string | undefined;
  for (let page = 0; page <= pages; page++) {
    if (page > 0) calls.push({ view, after });
    const { next } = queue.page(view, PAGE, after);
    if (next === null) break;
    after = next;
  }
  return calls;
}

/** An unencrypted copy; null where there is no sqlite3 shell. */
function copyFor({ db, folder }: AQueue): string | null {
  if (spawnSync('sqlite3', ['--version']).status !== 0) return null;
  const path = join(folder, 'plain.db');
  db.execute(
    `ATTACH DATABASE '${path}' AS plain KEY ''; SELECT sqlcipher_export('plain'); DETACH DATABASE plain`,
  );
  return path;
}

/** Milliseconds that the statements of a call take in the shell, without its start: as the mean of all calls. */
function inShell(
  { tell }: AQueue,
  path: string,
  calls: readonly Call[],
  call: (each: Call) => unknown,
): number {
  const statements: string[] = [];
  tell.run = (sql, values) => statements.push(inlined(sql, values));
  for (const each of calls) call(each);
  tell.run = null;
  const runs = (times: number): number => {
    const once = `${statements.join(';\n')};\n`;
    const input = `PRAGMA cache_size = -262144;\n.output /dev/null\n${once.repeat(times)}`;
    const before = performance.now();
    const { status, stderr } = spawnSync('sqlite3', [path], { input, maxBuffer: 2 ** 30 });
    if (status !== 0) throw new Error(`the shell refused: ${String(stderr)}`);
    return performance.now() - before;
  };
  return (runs(3) - runs(1)) / 2 / calls.length;
}

/** A statement with its values in their places. */
function inlined(sql: string, values: SqlParameters): string {
  if (!Array.isArray(values)) throw new TypeError('the queue names no parameters');
  let at = 0;
  return sql.replaceAll('?', () => {
    const value: unknown = values[at++];
    return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
  });
}
