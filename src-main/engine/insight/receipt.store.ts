import type { Database } from '../storage/database.ts';

/** When cases were received, and which of them must be hidden from the person who asks. */
export class ReceiptStore {
  readonly #db: Database;
  readonly #person: string;

  constructor(db: Database, person: string) {
    this.#db = db;
    this.#person = person;
  }

  /** The earliest receipt that a report states, or else when the case was taken in; null where there is no such case. */
  receivedAt(caseId: string): string | null {
    const row = this.#db
      .prepare('SELECT coalesce(first_received_at, taken_in_at) AS at FROM cases_in_full WHERE id = ?')
      .get([caseId]);
    return row ? String(row.at) : null;
  }

  hidden(): ReadonlySet<string> {
    return new Set(
      this.#db
        .prepare('SELECT case_id FROM hidden_assessments WHERE person_id = ?')
        .all([this.#person])
        .map((row) => String(row.case_id)),
    );
  }
}
