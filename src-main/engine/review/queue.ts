import { isOfDecided, type QueueView, sortOf } from '../../../shared/contract/queue-filter.ts';
import type { QueuePage } from '../../../shared/contract/review.contract.ts';
import { CaseState } from '../../../shared/domain/case.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { hostingZone } from '../../../shared/domain/member-table.ts';
import { nearUntil } from '../../../shared/domain/priority.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { type StoredCase, summaryOf } from '../cases/stored-case.ts';
import { reportIdRangeOf } from '../intake/report-id.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { ListedCase, QueueConditions, QueueStore } from './queue.store.ts';
import { readCursor, writeCursor } from './queue-cursor.ts';
import {
  beforeAllDue,
  byPriority,
  compareKeys,
  comparePlaces,
  countryKey,
  type KeyPart,
  keyOf,
  type Nearness,
  type Place,
  type QueuePosition,
  type Stretch,
} from './queue-order.ts';
import { refuseMisfits } from './refuse-misfits.ts';

export interface QueueParts {
  session: Pick<Session, 'nowMs' | 'person'>;
  store: QueueStore;
  blindness: Pick<Blindness, 'hiddenCases'>;
  protocol: Protocol;
}

/** Entries of an index that are looked at for one page or one count; whoever needs more asks again. */
const LOOKED_AT = 10_000;
/** Most pages are full after so many. */
const AT_FIRST = 500;
/** A row that is read and not shown costs as much as so many entries of an index. */
const ROW_COSTS = 25;
/** So much is reckoned for the end of a stretch. */
const STRETCH_COSTS = 50;
/** Counted no further where no counts are kept. */
const COUNTED = 1000;
/** Most cases of one person, or of one file, that are put in order. */
const FEW = 1000;

/** Where reading a list is. */
interface Reading {
  rows: (ListedCase & { key: readonly KeyPart[] })[];
  /** Where it stopped, although there may be more; null where it came to the end. */
  stopped: Omit<QueuePosition, 'sort' | 'atMs'> | null;
}

/** The lists of cases: each filtered and ordered, and read page by page in bounded steps. */
export class Queue {
  readonly #parts: QueueParts;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  page(view: QueueView, limit: number, after: string | undefined): QueuePage {
    const { session, protocol, store } = this.#parts;
    refuseMisfits(view);
    const sort = sortOf(view);
    const from = after === undefined ? null : readCursor(after, sort);
    const atMs = from?.atMs ?? session.nowMs();
    const hidden = this.#hidden();
    const file = view.batch === undefined ? null : store.file(view.batch);
    if (view.batch !== undefined && file === null) throw notFound({ what: 'batch' });
    const few = this.#few(view, this.#conditions(view));
    const { rows, stopped } =
      few === null
        ? this.#read(view, atMs, from, limit, hidden)
        : this.#readFew(few, view, atMs, from, limit, hidden);
    const shown = rows.map(({ stored }) => stored);
    return {
      ...this.count(view, hidden),
      cases: shown.map((stored) => summaryOf(stored, protocol.policy, session.nowMs())),
      decisions: shown.flatMap(({ id, decided }) => {
        const made = decided && store.decision(decided.number);
        return made
          ? [{ case: id, by: { id: PersonId.parse(made.person), name: made.name }, at: made.at }]
          : [];
      }),
      batch: file && { fileName: file.fileName, importedAt: file.importedAt },
      next: stopped && writeCursor({ ...stopped, sort, atMs }),
    };
  }

  /** How many cases a view has: exactly where that is kept or found soon, else at least so many. */
  count(view: QueueView, hidden = this.#hidden()): { total: number; isExact: boolean } {
    const { store, session } = this.#parts;
    const conditions = this.#conditions(view);
    if (isNever(conditions)) return { total: 0, isExact: true };
    const few = this.#few(view, conditions)?.filter(({ stored }) => !hidden.has(stored.id));
    if (few !== undefined)
      return few.length > FEW ? { total: FEW, isExact: false } : { total: few.length, isExact: true };
    const unseen = hidden.size === 0 ? 0 : store.countHidden(session.person.id, conditions);
    if (isTallied(conditions)) return { total: store.tally(conditions) - unseen, isExact: true };
    const stretch = wholeOf(conditions, isOfDecided(view) ? 'decided' : 'due');
    const ahead = store.placeAhead(stretch, conditions.state, stretch.after, LOOKED_AT);
    const found = store.countWithin(stretch, conditions, ahead ?? stretch.last, COUNTED + unseen + 1);
    const total = Math.max(0, found - unseen);
    return total > COUNTED ? { total: COUNTED, isExact: false } : { total, isExact: ahead === null };
  }

  counts(): Record<CaseState, number> {
    const counts = this.#parts.store.countByState(this.#parts.session.person.id);
    return Object.fromEntries(CaseState.options.map((state) => [state, counts.get(state) ?? 0])) as Record<
      CaseState,
      number
    >;
  }

  #read(
    view: QueueView,
    atMs: number,
    from: QueuePosition | null,
    limit: number,
    hidden: ReadonlySet<string>,
  ): Reading {
    const { store } = this.#parts;
    const conditions = this.#conditions(view);
    const rows: Reading['rows'] = [];
    if (isNever(conditions) || (isTallied(conditions) && store.tally(conditions) === 0))
      return { rows, stopped: null };
    const left = { toLookAt: LOOKED_AT };
    for (const stretch of this.#stretches(view, conditions, atMs)) {
      const isFurther = from === null ? 1 : compareKeys(stretch.key, from.key);
      if (isFurther < 0) continue;
      const begin =
        isFurther === 0 && from !== null ? { dueAt: from.dueAt, number: from.number } : stretch.after;
      for (const step of this.#walk(stretch, conditions, begin, () => limit - rows.length, left)) {
        for (const row of step.rows) {
          if (hidden.has(row.stored.id)) left.toLookAt -= ROW_COSTS;
          else rows.push({ ...row, key: stretch.key });
        }
        if (rows.length === limit || (left.toLookAt <= 0 && !step.isEnd))
          return { rows, stopped: { ...step.place, key: stretch.key } };
      }
    }
    return { rows, stopped: null };
  }

  /** Goes along a stretch, a little at first and then further. */
  *#walk(
    stretch: Stretch,
    conditions: QueueConditions,
    begin: Place | null,
    wanted: () => number,
    left: { toLookAt: number },
  ): Generator<{ rows: ListedCase[]; place: Place; isEnd: boolean }> {
    const { store } = this.#parts;
    const isWhole = isMetBy(stretch, conditions);
    let place = begin;
    for (let steps = Math.max(1, Math.min(AT_FIRST, left.toLookAt)); ; steps = Math.max(1, left.toLookAt)) {
      const ahead = isWhole ? null : store.placeAhead(stretch, conditions.state, place, steps);
      const asked = wanted();
      const rows = store.read(stretch, conditions, place, ahead ?? stretch.last, asked);
      const isFull = rows.length === asked;
      left.toLookAt -= isWhole || isFull ? rows.length : ahead === null ? STRETCH_COSTS : steps;
      place = (isFull ? null : ahead) ?? rows.at(-1)?.place ?? place;
      const isEnd = !isFull && ahead === null;
      // Without a place nothing was found, and there is nothing more.
      if (place !== null) yield { rows, place, isEnd };
      if (isEnd) return;
    }
  }

  *#stretches(view: QueueView, conditions: QueueConditions, atMs: number): Generator<Stretch> {
    const sort = sortOf(view);
    if (sort === 'due' || sort === 'received' || sort === 'decided') {
      yield wholeOf(conditions, ({ due: 'due', received: 'due-last', decided: 'decided' } as const)[sort]);
      return;
    }
    const state = CaseState.parse(conditions.state);
    if (sort === 'sightings') yield* this.#bySightings(state, conditions);
    else if (sort === 'hosting') yield* this.#byCountry(state, conditions, atMs);
    else {
      // Both have an index of their own, and few cases are on a list.
      const equal: Stretch['equal'] =
        conditions.knownAs !== undefined
          ? { known_as: conditions.knownAs }
          : conditions.hosting !== undefined
            ? { hosting_country: conditions.hosting }
            : {};
      yield* this.#byRank(state, { key: [], equal, last: lastOf(conditions) }, atMs);
    }
  }

  #byRank(state: CaseState, base: Pick<Stretch, 'key' | 'equal' | 'last'>, atMs: number): Stretch[] {
    return byPriority(this.#parts.store.ranks(base.equal, state), this.#nearness(state, atMs), base);
  }

  *#byCountry(state: CaseState, conditions: QueueConditions, atMs: number): Generator<Stretch> {
    const { hosting } = conditions;
    const countries = this.#parts.store
      .countries(state)
      .filter((country) => hosting === undefined || country === hosting)
      .toSorted((a, b) => compareKeys(countryKey(a), countryKey(b)));
    for (const country of countries) {
      const base = {
        key: countryKey(country),
        equal: { hosting_country: country },
        last: lastOf(conditions),
      };
      yield* this.#byRank(state, base, atMs);
    }
  }

  *#bySightings(state: CaseState, conditions: QueueConditions): Generator<Stretch> {
    const { store } = this.#parts;
    const stretch = (sightings: number): Stretch => ({
      ...wholeOf(conditions, 'due'),
      key: [-sightings],
      equal: { sightings },
    });
    for (
      let sightings = store.fewerSightings(state, Number.MAX_SAFE_INTEGER);
      sightings !== null;
      sightings = store.fewerSightings(state, sightings)
    )
      yield stretch(sightings);
    yield { ...wholeOf(conditions, 'due'), key: [-1], isSeenOnce: true };
  }

  /** The cases of a person or a small file are few, and no index has them in order. */
  #readFew(
    few: readonly ListedCase[],
    view: QueueView,
    atMs: number,
    from: QueuePosition | null,
    limit: number,
    hidden: ReadonlySet<string>,
  ): Reading {
    const conditions = this.#conditions(view);
    const sort = sortOf(view);
    const near = this.#nearness(conditions.state, atMs);
    const turn = sort === 'received' || sort === 'decided' ? -1 : 1;
    const compare = (a: Placed, b: Placed) =>
      compareKeys(a.key, b.key) || turn * comparePlaces(a.place, b.place);
    const after = from && { key: from.key, place: { dueAt: from.dueAt, number: from.number } };
    const left = few
      .slice(0, FEW)
      .filter(({ stored }) => !hidden.has(stored.id))
      .map((row) => ({ ...row, key: keyOf(orderedBy(row), sort, near) }))
      .filter((row) => after === null || compare(row, after) > 0)
      .toSorted(compare);
    const rows = left.slice(0, limit);
    const last = rows.at(-1);
    return { rows, stopped: last && left.length > limit ? { ...last.place, key: last.key } : null };
  }

  /** The cases of a view where these are few and found without a list; null where they may be many. */
  #few({ heldBy, batch }: QueueView, conditions: QueueConditions): ListedCase[] | null {
    const { store } = this.#parts;
    const isSmall = batch !== undefined && (store.file(batch)?.subjects ?? 0) <= FEW;
    if (heldBy === undefined && !isSmall) return null;
    const file = conditions.batch;
    if (isNever(conditions) || (batch !== undefined && file === undefined)) return [];
    if (heldBy === undefined) return file === undefined ? null : store.ofFile(file, conditions, FEW + 1);
    const person = this.#someone(heldBy) ?? '';
    return store.held(person, CaseState.parse(conditions.state), conditions, FEW + 1);
  }

  #conditions({ heldBy: _heldBy, sort: _sort, zone, decidedBy, batch, ...view }: QueueView): QueueConditions {
    const file = batch === undefined ? null : this.#parts.store.file(batch);
    return {
      ...view,
      batch: batch !== undefined && file ? reportIdRangeOf(batch, file.importedAt) : undefined,
      state: view.state ?? 'open',
      decidedBy: this.#someone(decidedBy),
      ...this.#zoned(zone, view.hosting),
    };
  }

  #someone(person: QueueView['decidedBy']): string | undefined {
    return person === 'me' ? this.#parts.session.person.id : person;
  }

  /** A zone as the countries that are in it. */
  #zoned(
    zone: QueueView['zone'],
    hosting: string | undefined,
  ): Pick<QueueConditions, 'hosting' | 'countries'> {
    const { policy, members } = this.#parts.protocol;
    if (zone === undefined) return { hosting };
    // One country is in one zone: either all its cases are listed, or none.
    if (hosting !== undefined)
      return hostingZone(hosting, policy.jurisdiction, members) === zone ? { hosting } : NOWHERE;
    if (zone === 'own') return { hosting: policy.jurisdiction };
    if (zone === 'unknown') return { hosting: null };
    const zoned = members.members.map(({ country }) => country);
    const codes =
      zone === 'other'
        ? [policy.jurisdiction, ...zoned]
        : zoned.filter((country) => hostingZone(country, policy.jurisdiction, members) === zone);
    return { countries: { are: zone === 'other' ? 'others' : 'these', codes } };
  }

  /** What a deadline that is near adds; null where it adds nothing. */
  #nearness(state: QueueConditions['state'], atMs: number): Nearness | null {
    const { policy } = this.#parts.protocol;
    const points = policy.priority.deadlineNear;
    const waits = state === 'open' || state === 'held' || state === 'escalated';
    return points === 0 || !waits ? null : { until: nearUntil(atMs, policy), points };
  }

  #hidden(): ReadonlySet<string> {
    return this.#parts.blindness.hiddenCases();
  }
}

interface Placed {
  key: readonly KeyPart[];
  place: Place;
}

const NOWHERE: Pick<QueueConditions, 'countries'> = { countries: { are: 'these', codes: [] } };

const isNever = ({ countries }: QueueConditions): boolean =>
  countries?.are === 'these' && countries.codes.length === 0;

/** Whether counts are kept of the cases that are listed. */
const isTallied = ({ channel, batch, dueBefore, decidedBy, legality, category }: QueueConditions): boolean =>
  [channel, batch, dueBefore, decidedBy, legality, category].every((condition) => condition === undefined);

const lastOf = ({ dueBefore }: QueueConditions): Place | null =>
  dueBefore === undefined ? null : beforeAllDue(dueBefore);

/** All cases of a state in one stretch. */
function wholeOf(conditions: QueueConditions, order: Stretch['order']): Stretch {
  const edge = lastOf(conditions);
  return {
    key: [],
    equal: {},
    order,
    after: order === 'due-last' ? edge : null,
    last: order === 'due-last' ? null : edge,
  };
}

/** Whether every case of a stretch meets the conditions. */
function isMetBy({ equal, order, isSeenOnce }: Stretch, conditions: QueueConditions): boolean {
  const { state, kind, countries, channel, batch, decidedBy, legality, category, hosting, knownAs } =
    conditions;
  if ([kind, countries, channel, batch, decidedBy, legality, category].some((one) => one !== undefined))
    return false;
  if (order === 'decided' && state !== 'decided') return false;
  if (hosting !== undefined && !('hosting_country' in equal)) return false;
  if (knownAs !== undefined && !('known_as' in equal)) return false;
  return isSeenOnce !== true;
}

const orderedBy = ({ stored, place }: { stored: StoredCase; place: Place }) => ({
  ...place,
  rank: 0 - stored.score,
  hosting: stored.facts.hostingCountry,
  sightings: stored.facts.sightings,
});
