import type { Database } from '../storage/database.ts';

/** What figures need beside the record: receipt of cases, who got notices, and what must be hidden from the person who asks. */
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

  /**
   * The providers that got notices, by referral: the name in the book of contacts, or else the domain of the address. The
   * address itself may be a person's.
   */
  providers(): ReadonlyMap<string, string> {
    const rows = this.#db
      .prepare(
        `SELECT n.referral_id AS referral, n.address, p.name FROM notices_sent n
         LEFT JOIN provider_names p ON p.address = n.address`,
      )
      .all();
    return new Map(
      rows.map(({ referral, address, name }) => [
        String(referral),
        name === null ? String(address).replace(/^.*@/, '') : String(name),
      ]),
    );
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
