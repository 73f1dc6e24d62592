import { describe, expect, test } from 'vitest';
import { QueueSort, type QueueView, sortOf } from '../../../../shared/contract/queue-filter.ts';
import { BatchId } from '../../../../shared/domain/ids.ts';
import { hostingZone } from '../../../../shared/domain/member-table.ts';
import { priorityAt } from '../../../../shared/domain/priority.ts';
import type { StoredCase } from '../../../../src-main/engine/cases/stored-case.ts';
import { theMembers } from '../../../support/a-policy.ts';
import { type AQueue, aQueue, FILES, NOW_MS, PEOPLE } from '../../../support/a-queue.ts';

const DAY_MS = 86_400_000;
const WAITING_SORTS = QueueSort.options.filter((sort) => sort !== 'decided');
const dueBefore = new Date(NOW_MS - 20 * DAY_MS).toISOString();

/** Parts of a filter of waiting cases, and of decided ones. */
const OF_WAITING: QueueView[] = [
  { hosting: 'LU' },
  { zone: 'own' },
  { zone: 'inhope' },
  { zone: 'other' },
  { zone: 'unknown' },
  { kind: 'link' },
  { knownAs: 'baseline' },
  { channel: 'police' },
  { batch: FILES.small.id },
  { batch: FILES.large.id },
  { dueBefore },
  { heldBy: 'me' },
];
const OF_DECIDED: QueueView[] = [
  { zone: 'inhope' },
  { kind: 'file' },
  { knownAs: 'listed' },
  { channel: 'iccam' },
  { batch: FILES.small.id },
  { batch: FILES.large.id },
  { decidedBy: 'me' },
  { decidedBy: PEOPLE[2] },
  { legality: 'undetermined' },
  { category: '2a' },
];

const pairs = (parts: readonly QueueView[]): QueueView[] =>
  parts.flatMap((one, at) => parts.slice(at + 1).map((other) => ({ ...one, ...other })));

/** Whether a case belongs to a view, said once more in other words. */
function belongs(
  view: QueueView,
  { state, kind, facts, knownAs, dueAt, claimedBy, decided }: StoredCase,
  at: number,
): boolean {
  const file = Object.values(FILES).find(({ id }) => id === view.batch);
  const person = (who: QueueView['heldBy']) => (who === 'me' ? PEOPLE[0] : who);
  const isIn =
    view.state === 'decided' ? state === 'referred' || state === 'closed' : state === (view.state ?? 'open');
  return (
    isIn &&
    (view.hosting === undefined || facts.hostingCountry === view.hosting) &&
    (view.zone === undefined || hostingZone(facts.hostingCountry, 'BE', theMembers()) === view.zone) &&
    (view.kind === undefined || kind === view.kind) &&
    (view.knownAs === undefined || knownAs === view.knownAs) &&
    (view.channel === undefined || facts.channels.includes(view.channel)) &&
    (file === undefined || at % file.every === 0) &&
    (view.dueBefore === undefined || dueAt < view.dueBefore) &&
    (view.heldBy === undefined || claimedBy === person(view.heldBy)) &&
    (view.decidedBy === undefined || decided?.by === person(view.decidedBy)) &&
    (view.legality === undefined || decided?.legality === view.legality) &&
    (view.category === undefined || decided?.category === view.category)
  );
}

/** The ids of a view in the order it promises, by sorting all cases. */
function promised({ cases, policy, clock }: AQueue, view: QueueView): string[] {
  const score = (stored: StoredCase) => priorityAt(stored, clock.nowMs, policy).score;
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const byDue = (a: StoredCase, b: StoredCase) => text(a.dueAt, b.dueAt);
  const byPriority = (a: StoredCase, b: StoredCase) => score(b) - score(a) || byDue(a, b);
  const country = ({ facts }: StoredCase) => facts.hostingCountry ?? 'unknown';
  const orders: Record<QueueSort, (a: StoredCase, b: StoredCase) => number> = {
    priority: byPriority,
    due: byDue,
    received: (a, b) => byDue(b, a),
    hosting: (a, b) => text(country(a), country(b)) || byPriority(a, b),
    sightings: (a, b) => b.facts.sightings - a.facts.sightings || byDue(a, b),
    decided: (a, b) => (b.decided?.number ?? 0) - (a.decided?.number ?? 0),
  };
  const sort = sortOf(view);
  const fitting = cases.filter((stored, at) => belongs(view, stored, at));
  return (sort === 'received' ? fitting.reverse() : fitting).toSorted(orders[sort]).map(({ id }) => id);
}

/** The ids of a view as its pages give them, and how many pages these were. */
function read({ queue }: AQueue, view: QueueView, limit: number): { ids: string[]; pages: number } {
  const ids: string[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages++) {
    const { cases, next } = queue.page(view, limit, after);
    ids.push(...cases.map(({ id }) => id));
    if (next === null) return { ids, pages };
    after = next;
  }
}

describe('a list of cases', () => {
  const views = [
    ...WAITING_SORTS.flatMap((sort) =>
      [{}, ...OF_WAITING, ...pairs(OF_WAITING)].map((view) => ({ ...view, sort })),
    ),
    ...(['held', 'escalated', 'merged'] as const).flatMap((state) =>
      WAITING_SORTS.map((sort) => ({ state, sort })),
    ),
    ...(['decided', 'referred', 'closed'] as const).flatMap((state) =>
      [{}, ...OF_DECIDED, ...pairs(OF_DECIDED)].map((view) => ({ ...view, state })),
    ),
  ];

  test('has in every order, with any two filters, the cases that belong to it, page by page, and says how many', () => {
    using vault = aQueue(160, { files: true });
    for (const view of views) {
      const expected = promised(vault, view);
      const { total, isExact } = vault.queue.count(view);
      expect({ view, ids: read(vault, view, 41).ids, total, isExact }).toEqual({
        ...{ view, ids: expected, total: expected.length, isExact: true },
      });
    }
  });

  test('is in the order of the moment at which its first page was read, to its last page', () => {
    using vault = aQueue(1200);
    const expected = promised(vault, {});
    const first = vault.queue.page({}, 100, undefined);
    vault.clock.nowMs += 90 * DAY_MS;
    const second = vault.queue.page({}, 500, first.next ?? undefined);
    expect([...first.cases, ...second.cases].map(({ id }) => id)).toEqual(expected);
    expect(promised(vault, {})).not.toEqual(expected);
  });

  test('leaves out what must be hidden from whoever reads it, from its pages', () => {
    const hidden = new Set<string>();
    using vault = aQueue(1200, { hidden });
    const expected = promised(vault, { state: 'decided' });
    for (const id of expected.slice(0, 300)) hidden.add(id);
    expect(read(vault, { state: 'decided' }, 50).ids).toEqual(expected.slice(300));
    expect(vault.queue.page({ state: 'decided', legality: 'undetermined' }, 50, undefined).cases).not.toEqual(
      [],
    );
  });

  test('of few among very many is read in bounded steps, each of which says where to go on', () => {
    using vault = aQueue(26_000);
    const view: QueueView = { kind: 'link', zone: 'other', channel: 'iccam' };
    const expected = promised(vault, view);
    const { ids, pages } = read(vault, view, 50);
    const first = vault.queue.page(view, 50, undefined);
    expect({ ids, few: expected.length < 50 }).toEqual({ ids: expected, few: true });
    expect(pages).toBeGreaterThan(1);
    expect(first.isExact).toBe(false);
    expect(first.total).toBeLessThanOrEqual(expected.length);
  });

  test('counts no further than a thousand where no count is kept, and says so', () => {
    using vault = aQueue(6000);
    expect(vault.queue.count({ channel: 'web-form' })).toEqual({ total: 1000, isExact: false });
    expect(vault.queue.count({ kind: 'url' }).isExact).toBe(true);
  });
});

test('a list of the cases of a file names the file, and there is none of a file that nobody imported', () => {
  using vault = aQueue(30, { files: true });
  const nobodys = BatchId.parse(crypto.randomUUID());
  expect(vault.queue.page({ batch: FILES.small.id }, 5, undefined).batch).toEqual({
    fileName: 'small.csv',
    importedAt: '2026-11-20T10:00:00.000Z',
  });
  expect(vault.queue.page({}, 5, undefined).batch).toBeNull();
  expect(() => vault.queue.page({ batch: nobodys }, 5, undefined)).toThrow('NOT_FOUND {"what":"batch"}');
  expect(
    [{ batch: nobodys }, { batch: nobodys, heldBy: 'me' as const }].map((view) => vault.queue.count(view)),
  ).toEqual([0, 0].map((total) => ({ total, isExact: true })));
});

test('every statement of the queue finds its rows by an index that has their order, without a temporary table', () => {
  using vault = aQueue(300, { files: true });
  for (const sort of WAITING_SORTS)
    for (const view of [{}, ...OF_WAITING])
      for (const after of [undefined, vault.queue.page({ ...view, sort }, 3, undefined).next ?? undefined])
        vault.queue.page({ ...view, sort }, 3, after);
  for (const view of OF_DECIDED)
    vault.queue.page(
      { ...view, state: 'decided' },
      3,
      vault.queue.page({ ...view, state: 'decided' }, 3, undefined).next ?? undefined,
    );
  const plans = new Set<string>();
  for (const sql of vault.statements) {
    const values = Array.from(sql.matchAll(/\?/g), () => 0);
    for (const { detail } of vault.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values)) {
      const plan = String(detail);
      const isOfFew = sql.includes('case_holders');
      if (!isOfFew && !sql.includes('case_tallies')) plans.add(plan);
    }
  }
  expect([...plans].toSorted()).toMatchInlineSnapshot(`
    [
      "CO-ROUTINE (subquery-1)",
      "CO-ROUTINE (subquery-2)",
      "CORRELATED SCALAR SUBQUERY 1",
      "LIST SUBQUERY 1",
      "SCAN (subquery-1)",
      "SCAN (subquery-2)",
      "SEARCH assessments USING INTEGER PRIMARY KEY (rowid=?)",
      "SEARCH batches USING INDEX sqlite_autoindex_batches_1 (id=?)",
      "SEARCH cases USING COVERING INDEX cases_decided (decided_as<?)",
      "SEARCH cases USING COVERING INDEX cases_due (state=? AND due_at<?)",
      "SEARCH cases USING COVERING INDEX cases_due (state=? AND due_at>?)",
      "SEARCH cases USING COVERING INDEX cases_due (state=?)",
      "SEARCH cases USING COVERING INDEX cases_queue (state=? AND rank=? AND due_at<?)",
      "SEARCH cases USING COVERING INDEX cases_queue (state=? AND rank=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING COVERING INDEX cases_queue (state=? AND rank=? AND due_at>?)",
      "SEARCH cases USING COVERING INDEX cases_queue (state=? AND rank>?)",
      "SEARCH cases USING COVERING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank=? AND due_at<?)",
      "SEARCH cases USING COVERING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING COVERING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank=? AND due_at>?)",
      "SEARCH cases USING COVERING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank>?)",
      "SEARCH cases USING COVERING INDEX cases_queue_known (state=? AND known_as=? AND rank>?)",
      "SEARCH cases USING COVERING INDEX cases_several (state=? AND sightings=? AND due_at>?)",
      "SEARCH cases USING COVERING INDEX cases_several (state=? AND sightings=?)",
      "SEARCH cases USING COVERING INDEX cases_several (state=? AND sightings>? AND sightings<?)",
      "SEARCH cases USING INDEX cases_decided (decided_as<?)",
      "SEARCH cases USING INDEX cases_due (state=? AND due_at<?)",
      "SEARCH cases USING INDEX cases_due (state=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING INDEX cases_due (state=? AND due_at>?)",
      "SEARCH cases USING INDEX cases_due (state=?)",
      "SEARCH cases USING INDEX cases_queue (state=? AND rank=? AND due_at<?)",
      "SEARCH cases USING INDEX cases_queue (state=? AND rank=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING INDEX cases_queue (state=? AND rank=? AND due_at>?)",
      "SEARCH cases USING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank=? AND due_at<?)",
      "SEARCH cases USING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING INDEX cases_queue_by_country (state=? AND hosting_country=? AND rank=? AND due_at>?)",
      "SEARCH cases USING INDEX cases_queue_known (state=? AND known_as=? AND rank=? AND due_at<?)",
      "SEARCH cases USING INDEX cases_queue_known (state=? AND known_as=? AND rank=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING INDEX cases_queue_known (state=? AND known_as=? AND rank=? AND due_at>?)",
      "SEARCH cases USING INDEX cases_several (state=? AND sightings=? AND due_at<?)",
      "SEARCH cases USING INDEX cases_several (state=? AND sightings=? AND due_at>? AND due_at<?)",
      "SEARCH cases USING INDEX cases_several (state=? AND sightings=? AND due_at>?)",
      "SEARCH cases USING INDEX cases_several (state=? AND sightings=?)",
      "SEARCH cases USING INTEGER PRIMARY KEY (rowid=?)",
      "SEARCH people USING PRIMARY KEY (id=?)",
      "SEARCH s USING INDEX sightings_case (case_number=?)",
      "SEARCH s USING INDEX sqlite_autoindex_sightings_1 (report_id>? AND report_id<?)",
    ]
  `);
});
