import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import type { Database, SqlRow } from '../storage/database.ts';

/** A referral that a desk is asked about. */
export interface AskedReferral {
  id: string;
  caseId: string;
  destination: string;
  queuedAtMs: number;
  body: string;
}

/** Which referrals desks are asked about, and how their last answers were. */
export class AskedReferralStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Delivered referrals whose desk was not asked since `beforeMs`; those asked longest ago first. */
  toAsk(beforeMs: number, limit: number): AskedReferral[] {
    return this.#db
      .prepare(
        `SELECT id, case_id, destination, queued_at, body FROM referrals WHERE state = 'delivered' AND erased_at IS NULL AND coalesce(asked_at, 0) < ?
         ORDER BY coalesce(asked_at, 0), line LIMIT +?`,
      )
      .all([beforeMs, limit])
      .map(toAsked);
  }

  /** A referral that a desk reports about without being asked; null where there is none that could be at a desk. */
  find(id: string): AskedReferral | null {
    const row = this.#db
      .prepare(
        "SELECT id, case_id, destination, queued_at, body FROM referrals WHERE id = ? AND state <> 'withdrawn' AND state <> 'void'",
      )
      .get([id]);
    return row ? toAsked(row) : null;
  }

  /**
   * @param trouble why the answer proves nothing; null where it verifies
   * @returns whether the problem differs from that of the last answer
   */
  markAsked(id: string, atMs: number, trouble: DeliveryTrouble | null): boolean {
    const problem = trouble === null ? null : JSON.stringify(trouble);
    this.#db.prepare('UPDATE referrals SET asked_at = ? WHERE id = ?').run([atMs, id]);
    return (
      this.#db
        .prepare(
          'UPDATE referrals SET report_problem = :problem WHERE id = :id AND report_problem IS NOT :problem',
        )
        .run({ id, problem }).changes > 0
    );
  }

  /** Whether its destination has a later referral of its case. */
  isReplaced(id: string): boolean {
    return (
      this.#db
        .prepare(
          `SELECT 1 FROM referrals earlier JOIN referrals later ON later.case_id = earlier.case_id
           AND later.destination = earlier.destination AND later.state = 'delivered' AND later.line > earlier.line
           WHERE earlier.id = ?`,
        )
        .get([id]) !== undefined
    );
  }
}

const toAsked = (row: SqlRow): AskedReferral => ({
  id: String(row.id),
  caseId: String(row.case_id),
  destination: String(row.destination),
  queuedAtMs: Date.parse(String(row.queued_at)),
  body: String(row.body),
});
