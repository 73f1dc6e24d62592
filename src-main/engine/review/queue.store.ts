import { isOfDecided, type QueueState } from '../../../shared/contract/queue-filter.ts';
import type { Legality } from '../../../shared/domain/assessment.ts';
import { CaseState, type SubjectKind } from '../../../shared/domain/case.ts';
import type { KnownAs } from '../../../shared/domain/case-match.ts';
import type { Channel } from '../../../shared/domain/report.ts';
import { channelBits, type StoredCase, toStoredCase } from '../cases/stored-case.ts';
import type { ReportIdRange } from '../intake/report-id.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import type { Place, Stretch } from './queue-order.ts';

/** The countries of a zone; the unknown country is in none of them. */
export interface Countries {
  /** Only these, or all others. */
  are: 'these' | 'others';
  codes: readonly string[];
}

/** Which cases are listed. */
export interface QueueConditions {
  state: QueueState;
  /** Null for the unknown country. */
  hosting?: string | null | undefined;
  countries?: Countries | undefined;
  kind?: SubjectKind | undefined;
  knownAs?: KnownAs | undefined;
  channel?: Channel | undefined;
  /** The reports of a file. */
  batch?: ReportIdRange | undefined;
  dueBefore?: string | undefined;
  decidedBy?: string | undefined;
  legality?: Legality | undefined;
  category?: string | undefined;
}

/** A case with its place in the list. */
export interface ListedCase {
  stored: StoredCase;
  place: Place;
}

/** The cases of the queue, in the orders in which indexes have them. `rank` is the negated lasting score. */
export class QueueStore {
  readonly #db: Pick<Database, 'prepare'>;
  readonly #canHoldCases: (person: string) => boolean;

  /** @param canHoldCases whether this person can be assigned cases; a case assigned to another counts as unassigned */
  constructor(db: Pick<Database, 'prepare'>, canHoldCases: (person: string) => boolean) {
    this.#db = db;
    this.#canHoldCases = canHoldCases;
  }

  /** The next cases of a stretch, after one place and not after another. */
  read(
    stretch: Stretch,
    conditions: QueueConditions,
    after: Place | null,
    last: Place | null,
    limit: number,
  ): ListedCase[] {
    const { where, values } = within(stretch, conditions.state, after, last);
    const fits = conditionsOf(conditions, stretch);
    return this.#db
      .prepare(
        `SELECT * FROM cases_in_full WHERE ${[...where, ...fits.where].join(' AND ')} ORDER BY ${ORDERS[stretch.order]} LIMIT +?`,
      )
      .all([...values, ...fits.values, limit])
      .map((row) => this.#listed(row, stretch.order));
  }

  /** The place so many cases further on, whether or not these meet the conditions; null where there are not so many. */
  placeAhead(stretch: Stretch, state: QueueState, after: Place | null, steps: number): Place | null {
    const { where, values } = within(stretch, state, after, stretch.last);
    const place = stretch.order === 'decided' ? `'' AS due_at, decided_as AS number` : 'due_at, number';
    const row = this.#db
      .prepare(
        `SELECT ${place} FROM cases_in_full WHERE ${where.join(' AND ')} ORDER BY ${ORDERS[stretch.order]} LIMIT 1 OFFSET +?`,
      )
      .get([...values, steps - 1]);
    return row ? { dueAt: String(row.due_at), number: Number(row.number) } : null;
  }

  /** How many cases of a stretch meet the conditions, up to a limit, of those not after a place. */
  countWithin(stretch: Stretch, conditions: QueueConditions, last: Place | null, limit: number): number {
    const { where, values } = within(stretch, conditions.state, stretch.after, last);
    const fits = conditionsOf(conditions, stretch);
    const row = this.#db
      .prepare(
        `SELECT count(*) AS n FROM (SELECT 1 FROM cases_in_full WHERE ${[...where, ...fits.where].join(' AND ')} LIMIT +?)`,
      )
      .get([...values, ...fits.values, limit]);
    return Number(row?.n);
  }

  /** The lasting ranks that cases have among which these values are the same. */
  ranks(equal: Stretch['equal'], state: CaseState): number[] {
    const { where, values } = equalTo(equal);
    const next = this.#db.prepare(
      `SELECT rank FROM cases_in_full WHERE ${[isIn(state), ...where].join(' AND ')} AND rank > ? ORDER BY rank LIMIT 1`,
    );
    const ranks: number[] = [];
    for (let row = next.get([...values, -MANY]); row; row = next.get([...values, ranks.at(-1) ?? 0]))
      ranks.push(Number(row.rank));
    return ranks;
  }

  /** The next lower number of sightings that cases have, above one; null where there is none. */
  fewerSightings(state: CaseState, than: number): number | null {
    const row = this.#db
      .prepare(
        `SELECT sightings FROM cases_in_full WHERE ${isIn(state)} AND sightings > 1 AND sightings < ?
         ORDER BY sightings DESC LIMIT 1`,
      )
      .get([than]);
    return row ? Number(row.sightings) : null;
  }

  /** The countries in which cases of a state are hosted; null is the unknown one. */
  countries(state: CaseState): (string | null)[] {
    return this.#db
      .prepare(
        `SELECT DISTINCT nullif(hosting_country, '') AS country FROM case_tallies WHERE state = ? AND n > 0`,
      )
      .all([state])
      .map(({ country }) => (country === null ? null : String(country)));
  }

  /** Cases that a person claimed or was assigned, in no order. */
  held(person: string, state: CaseState, conditions: QueueConditions, limit: number): ListedCase[] {
    const fits = conditionsOf(conditions);
    const due = conditions.dueBefore === undefined ? [] : ['due_at < ?'];
    return this.#db
      .prepare(
        `SELECT * FROM cases_in_full WHERE id IN (
           SELECT id FROM case_holders WHERE claimed_by = ? AND state = ? UNION
           SELECT id FROM case_holders WHERE assigned_to = ? AND state = ?)
         AND ${[...fits.where, ...due, '1'].join(' AND ')} LIMIT +?`,
      )
      .all([
        person,
        state,
        person,
        state,
        ...fits.values,
        ...(due.length > 0 ? [conditions.dueBefore ?? ''] : []),
        limit,
      ])
      .map((row) => this.#listed(row, 'due'));
  }

  /** Cases of which a report came in a file, in no order. */
  ofFile(
    file: ReportIdRange,
    { batch: _batch, ...conditions }: QueueConditions,
    limit: number,
  ): ListedCase[] {
    const fits = conditionsOf(conditions);
    const { dueBefore } = conditions;
    const due = dueBefore === undefined ? [] : ['+due_at < ?'];
    return this.#db
      .prepare(
        // The pluses make SQLite look up the few cases; without them, it would scan a whole list for them.
        `SELECT * FROM cases_in_full WHERE number IN (SELECT case_number FROM case_sightings WHERE ${IN_FILE})
         AND ${[isIn(conditions.state, '+state'), ...fits.where, ...due].join(' AND ')} LIMIT +?`,
      )
      .all([...inFile(file), ...fits.values, ...(dueBefore === undefined ? [] : [dueBefore]), limit])
      .map((row) => this.#listed(row, isOfDecided(conditions) ? 'decided' : 'due'));
  }

  /** What there is to say of an imported file; null where there is none of this id. */
  file(batch: string): { fileName: string; importedAt: string; subjects: number } | null {
    const row = this.#db
      .prepare('SELECT file_name, imported_at, subjects FROM batch_files WHERE id = ?')
      .get([batch]);
    return row
      ? {
          fileName: String(row.file_name),
          importedAt: String(row.imported_at),
          subjects: Number(row.subjects),
        }
      : null;
  }

  /** How many cases there are of a sort that is counted: by state, kind, country, and what lists say. */
  tally(conditions: QueueConditions): number {
    const { where, values } = conditionsOf(conditions, undefined, `nullif(hosting_country, '')`);
    const row = this.#db
      .prepare(
        `SELECT coalesce(sum(n), 0) AS n FROM case_tallies WHERE ${[isIn(conditions.state), ...where].join(' AND ')}`,
      )
      .get(values);
    return Number(row?.n);
  }

  /** How many cases that meet the conditions are hidden from a person. */
  countHidden(person: string, conditions: QueueConditions): number {
    const { where, values } = conditionsOf(conditions);
    const row = this.#db
      .prepare(
        // The plus makes SQLite look up the few cases; without it, it would scan the whole queue for them.
        `SELECT count(*) AS n FROM cases_in_full WHERE id IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?)
         AND ${[isIn(conditions.state, '+state'), ...where].join(' AND ')}`,
      )
      .get([person, ...values]);
    return Number(row?.n);
  }

  /** @param visibleTo leaves out the cases hidden from this person */
  countByState(visibleTo: string): Map<CaseState, number> {
    const rows = this.#db
      .prepare(
        `SELECT state, sum(n) AS n FROM (SELECT state, n FROM case_tallies UNION ALL
           SELECT state, -1 FROM case_holders WHERE id IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?))
         GROUP BY state`,
      )
      .all([visibleTo]);
    return new Map(rows.map((row) => [CaseState.parse(row.state), Number(row.n)]));
  }

  /** Who made a decision, and when. */
  decision(number: number): { person: string; name: string; at: string } | null {
    const row = this.#db
      .prepare(
        `SELECT a.person_id, p.name, a.assessed_at FROM assessments_made a JOIN person_names p ON p.id = a.person_id
         WHERE a.number = ?`,
      )
      .get([number]);
    return row
      ? { person: String(row.person_id), name: String(row.name), at: String(row.assessed_at) }
      : null;
  }

  #listed(row: SqlRow, order: Stretch['order']): ListedCase {
    const place =
      order === 'decided'
        ? { dueAt: '', number: Number(row.decided_as) }
        : { dueAt: String(row.due_at), number: Number(row.number) };
    return { stored: toStoredCase(row, this.#canHoldCases), place };
  }
}

const MANY = Number.MAX_SAFE_INTEGER;

const IN_FILE = 'report_id BETWEEN ? AND ? AND substr(report_id, 25) = ?';
const inFile = ({ from, to, end }: ReportIdRange): SqlValue[] => [from, to, end];

const ORDERS = {
  due: 'due_at, number',
  'due-last': 'due_at DESC, number DESC',
  decided: 'decided_as DESC',
} as const;

/** Named in the text: SQLite takes an index of some states only where it sees which state is asked for. */
const isIn = (state: QueueState, column = 'state'): string =>
  state === 'decided' ? `(${column} = 'referred' OR ${column} = 'closed')` : `${column} = '${state}'`;

interface Sql {
  where: string[];
  values: SqlValue[];
}

function equalTo(equal: Stretch['equal']): Sql {
  const entries = Object.entries(equal);
  return {
    where: entries.map(([column, value]) => (value === null ? `${column} IS NULL` : `${column} = ?`)),
    values: entries.flatMap(([, value]) => (value === null ? [] : [value])),
  };
}

/** The cases of a stretch after one place and not after another, as an index finds them. */
function within({ equal, order }: Stretch, state: QueueState, after: Place | null, last: Place | null): Sql {
  if (order === 'decided') {
    const where = ['decided_as < ?', ...(last === null ? [] : ['decided_as >= ?'])];
    return { where, values: [after?.number ?? MANY, ...(last === null ? [] : [last.number])] };
  }
  const { where, values } = equalTo(equal);
  where.unshift(isIn(state));
  if (typeof equal.sightings === 'number' && equal.sightings > 1) where.push('sightings > 1');
  const [further, until] = order === 'due' ? ['>', '<='] : ['<', '>='];
  if (after !== null) {
    where.push(`(due_at, number) ${further} (?, ?)`);
    values.push(after.dueAt, after.number);
  }
  if (last !== null) {
    where.push(`(due_at, number) ${until} (?, ?)`);
    values.push(last.dueAt, last.number);
  }
  return { where, values };
}

/**
 * The filter as SQL, in the order of its values, without the state and the deadline. A plus keeps SQLite from looking for
 * an index for it: each is in the index that has the order of the list.
 * @param stretch what it says already is left out
 */
function conditionsOf(conditions: QueueConditions, stretch?: Stretch, country = 'hosting_country'): Sql {
  const done = Object.keys(stretch?.equal ?? {});
  const { hosting, countries, kind, knownAs, channel, batch, decidedBy, legality, category } = conditions;
  const where: string[] = [];
  const values: SqlValue[] = [];
  const equals = (column: string, value: string | undefined): void => {
    if (value === undefined || done.includes(column)) return;
    where.push(`+${column} = ?`);
    values.push(value);
  };
  equals('kind', kind);
  equals('known_as', knownAs);
  if (hosting === null && !done.includes('hosting_country')) where.push(`+${country} IS NULL`);
  else equals('hosting_country', hosting ?? undefined);
  if (countries !== undefined) {
    // A list in one text needs no temporary table for each statement.
    where.push(`instr(?, ${country}) ${countries.are === 'these' ? '> 0' : '= 0'}`);
    values.push(countries.codes.join(' '));
  }
  if (channel !== undefined) {
    where.push('(channels & ?) <> 0');
    values.push(channelBits([channel]));
  }
  if (batch !== undefined) {
    // The plus makes SQLite begin with the case, which few reports are about, and not with the file.
    where.push(
      `EXISTS (SELECT 1 FROM case_sightings WHERE case_number = cases_in_full.number AND +${IN_FILE})`,
    );
    values.push(...inFile(batch));
  }
  equals('decided_by', decidedBy);
  equals('legality', legality);
  equals('category', category);
  if (stretch?.isSeenOnce) where.push('+sightings = 1');
  if (stretch?.order === 'decided') where.push(isIn(conditions.state, '+state'));
  return { where, values };
}
