import { type MatchQuarantine, QuarantineState } from '../../../shared/contract/case-match.ts';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { ListMeaning } from '../../../shared/domain/hash-list.ts';
import { CaseId, HashListId, PersonId, QuarantineId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { FoundMatch } from './case-match.store.ts';

export interface NewQuarantine
  extends Pick<FoundMatch, 'list' | 'record' | 'algorithm' | 'value' | 'meaning'> {
  id: string;
  cases: number;
  at: string;
}

/** A quarantine as its row holds it. */
export interface StoredQuarantine {
  list: string;
  record: string;
  cases: number;
  state: QuarantineState;
  decidedBy: string | null;
}

const SAMPLE = 20;
const SHOWN = 500;

/** Records that match too many cases at once. */
export class QuarantineStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ id, list, record, algorithm, value, meaning, cases, at }: NewQuarantine): void {
    this.#db
      .prepare(
        `INSERT INTO match_quarantines (id, list_id, record, algorithm, value, meaning, cases, quarantined_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([id, list, record, algorithm, value, meaning, cases, at]);
  }

  /** Whether the record was ever quarantined; a released one is not quarantined again. */
  knows(list: string, record: string): boolean {
    const row = this.#db
      .prepare('SELECT 1 FROM match_quarantines WHERE list_id = ? AND record = ?')
      .get([list, record]);
    return row !== undefined;
  }

  /** Cases a record has matched since a time; counts no further than `limit`. */
  casesSince(list: string, record: string, since: string, limit: number): number {
    const matches = this.#count('case_id', list, record, since, limit);
    // One case may match a record by several values. Counting distinct cases costs a hundred times as much, so it is
    // done only near the limit.
    return matches < limit ? matches : this.#count('DISTINCT case_id', list, record, since, limit);
  }

  #count(
    what: 'case_id' | 'DISTINCT case_id',
    list: string,
    record: string,
    since: string,
    limit: number,
  ): number {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS n FROM (SELECT ${what} FROM case_matches
           WHERE list_id = ? AND record = ? AND matched_at >= ? LIMIT +?)`,
      )
      .get([list, record, since, limit]);
    return Number(row?.n);
  }

  decide(id: string, state: QuarantineState, by: string, at: string): void {
    this.#db
      .prepare('UPDATE match_quarantines SET state = ?, decided_by = ?, decided_at = ? WHERE id = ?')
      .run([state, by, at, id]);
  }

  find(id: string): StoredQuarantine | null {
    const row = this.#db.prepare('SELECT * FROM match_quarantines WHERE id = ?').get([id]);
    if (!row) return null;
    return {
      list: String(row.list_id),
      record: String(row.record),
      cases: Number(row.cases),
      state: QuarantineState.parse(row.state),
      decidedBy: row.decided_by === null ? null : String(row.decided_by),
    };
  }

  /** The records of a list that were ever quarantined. */
  recordsOf(list: string): string[] {
    return this.#db
      .prepare('SELECT record FROM match_quarantines WHERE list_id = ?')
      .all([list])
      .map((row) => String(row.record));
  }

  /** Those that wait for a supervisor first, then the newest. */
  list(): MatchQuarantine[] {
    const sample = this.#db.prepare(
      'SELECT DISTINCT case_id FROM case_matches WHERE list_id = ? AND record = ? ORDER BY matched_at LIMIT +?',
    );
    const count = this.#db.prepare(
      'SELECT count(DISTINCT case_id) AS n FROM case_matches WHERE list_id = ? AND record = ?',
    );
    return this.#db
      .prepare(
        `SELECT q.*, l.name AS list_name, p.name AS person FROM match_quarantines q
         JOIN list_names l ON l.id = q.list_id LEFT JOIN person_names p ON p.id = q.decided_by
         ORDER BY q.state <> 'quarantined', q.number DESC LIMIT ${SHOWN}`,
      )
      .all()
      .map((row) =>
        toQuarantine(
          row,
          Number(count.get([row.list_id!, row.record!])?.n),
          sample.all([row.list_id!, row.record!, SAMPLE]).map(({ case_id: id }) => CaseId.parse(id)),
        ),
      );
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM match_quarantines').get()?.n);
  }

  /** How many quarantines a supervisor has decided. */
  countDecided(): number {
    const row = this.#db
      .prepare("SELECT count(*) AS n FROM match_quarantines WHERE state <> 'quarantined'")
      .get();
    return Number(row?.n);
  }
}

const toQuarantine = (row: SqlRow, cases: number, sample: CaseId[]): MatchQuarantine => ({
  id: QuarantineId.parse(row.id),
  list: HashListId.parse(row.list_id),
  listName: String(row.list_name),
  record: String(row.record),
  algorithm: row.algorithm as MatchAlgorithm,
  value: String(row.value),
  meaning: row.meaning as ListMeaning,
  state: QuarantineState.parse(row.state),
  cases,
  quarantinedAt: String(row.quarantined_at),
  casesThen: Number(row.cases),
  decidedAt: row.decided_at === null ? null : String(row.decided_at),
  decidedBy:
    row.decided_by === null ? null : { id: PersonId.parse(row.decided_by), name: String(row.person) },
  sample,
});
