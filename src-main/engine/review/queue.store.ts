import { CaseState, type SubjectKind } from '../../../shared/domain/case.ts';
import type { KnownAs } from '../../../shared/domain/case-match.ts';
import { type StoredCase, toStoredCase } from '../cases/stored-case.ts';
import type { Database, SqlValue } from '../storage/database.ts';
import type { QueuePosition } from './queue-cursor.ts';

/** The filter of a view of the queue. */
export interface QueueConditions {
  /** Leaves out cases that must be hidden from this person. */
  visibleTo?: string | undefined;
  /** Keeps only cases that must be hidden from this person. */
  hiddenFrom?: string | undefined;
  state: CaseState;
  hosting?: string | undefined;
  kind?: SubjectKind | undefined;
  /** Keeps only cases claimed by this person or assigned to them. */
  heldBy?: string | undefined;
  knownAs?: KnownAs | undefined;
}

/** The queue of cases, ordered by rank: the negated score, so that one index serves. */
export class QueueStore {
  readonly #db: Database;
  readonly #canHoldCases: (person: string) => boolean;

  /** @param canHoldCases whether this person can be assigned cases; a case assigned to another counts as unassigned */
  constructor(db: Database, canHoldCases: (person: string) => boolean) {
    this.#db = db;
    this.#canHoldCases = canHoldCases;
  }

  page(conditions: QueueConditions, after: QueuePosition | null, limit: number): StoredCase[] {
    const { where, values } = conditionsOf(conditions);
    if (after) {
      where.push('(rank, due_at, id) > (?, ?, ?)');
      values.push(after.rank, after.dueAt, after.id);
    }
    return this.#db
      .prepare(`SELECT * FROM cases_in_full WHERE ${where.join(' AND ')} ORDER BY rank, due_at, id LIMIT +?`)
      .all([...values, limit])
      .map((row) => toStoredCase(row, this.#canHoldCases));
  }

  count(conditions: QueueConditions): number {
    const { heldBy, visibleTo, ...sort } = conditions;
    if (heldBy !== undefined) return this.#countIn('cases_in_full', conditions);
    const hidden =
      visibleTo === undefined ? 0 : this.#countIn('cases_in_full', { ...sort, hiddenFrom: visibleTo });
    return this.#countIn('case_tallies', sort) - hidden;
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

  /** Counts the cases themselves where few of them meet the conditions, and where no counts are stored for these. */
  #countIn(table: 'cases_in_full' | 'case_tallies', conditions: QueueConditions): number {
    const { where, values } = conditionsOf(conditions);
    const many = table === 'cases_in_full' ? 'count(*)' : 'coalesce(sum(n), 0)';
    const row = this.#db
      .prepare(`SELECT ${many} AS n FROM ${table} WHERE ${where.join(' AND ')}`)
      .get(values);
    return Number(row?.n);
  }
}

/** The filter as SQL conditions, in the order of their values. */
function conditionsOf(conditions: QueueConditions): { where: string[]; values: SqlValue[] } {
  const { state, hosting, kind, heldBy, knownAs, visibleTo, hiddenFrom } = conditions;
  // The plus makes SQLite look up the few cases of one person; without it, it would scan the whole queue for them.
  const where = [heldBy === undefined && hiddenFrom === undefined ? 'state = ?' : '+state = ?'];
  const values: SqlValue[] = [state];
  if (hosting !== undefined) {
    where.push('hosting_country = ?');
    values.push(hosting);
  }
  if (kind !== undefined) {
    where.push('kind = ?');
    values.push(kind);
  }
  if (knownAs !== undefined) {
    where.push('known_as = ?');
    values.push(knownAs);
  }
  if (heldBy !== undefined) {
    where.push(
      'id IN (SELECT id FROM case_holders WHERE claimed_by = ? UNION SELECT id FROM case_holders WHERE assigned_to = ?)',
    );
    values.push(heldBy, heldBy);
  }
  if (visibleTo !== undefined) {
    where.push('id NOT IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?)');
    values.push(visibleTo);
  }
  if (hiddenFrom !== undefined) {
    where.push('id IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?)');
    values.push(hiddenFrom);
  }
  return { where, values };
}
