import type { Database } from '../storage/database.ts';
import { HELD_UNTIL } from './held-until.ts';

/** A referral that can be put into a sealed file, or whose receipt comes back. */
export interface SealableReferral {
  id: string;
  caseId: string;
  destination: string;
  state: string;
  attempts: number;
  idempotencyKey: string;
  body: string;
  sealedAt: string | null;
}

/** What is carried to desks by hand, and the addresses that notices went to. */
export class SealedStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The referrals a desk has no receipt for and whose decision can no longer be taken back, oldest first. */
  toSeal(destination: string, nowMs: number, limit: number): SealableReferral[] {
    return this.#read(
      `destination = ? AND state IN ('queued', 'sending', 'parked') AND ${HELD_UNTIL} <= ? ORDER BY line LIMIT +?`,
      [destination, nowMs, limit],
    );
  }

  /** What was carried to a destination and has no receipt yet, oldest first. */
  unanswered(destination: string): string[] {
    return this.#db
      .prepare(
        `SELECT id FROM referrals WHERE destination = ? AND sealed_at IS NOT NULL
         AND state IN ('queued', 'sending', 'parked') ORDER BY line`,
      )
      .all([destination])
      .map((row) => String(row.id));
  }

  find(id: string): SealableReferral | null {
    return this.#read('id = ?', [id])[0] ?? null;
  }

  /** The referral that a refusal is about, which names it by its key. */
  findByKey(idempotencyKey: string): SealableReferral | null {
    return this.#read('idempotency_key = ? ORDER BY line DESC LIMIT 1', [idempotencyKey])[0] ?? null;
  }

  markSealed(id: string, at: string): void {
    this.#db.prepare('UPDATE referrals SET sealed_at = ? WHERE id = ?').run([at, id]);
  }

  /** Whether a notice was delivered to this address. */
  hasSentTo(address: string): boolean {
    return this.#db.prepare('SELECT 1 FROM referrals WHERE sent_to = ? LIMIT 1').get([address]) !== undefined;
  }

  #read(condition: string, values: readonly (string | number)[]): SealableReferral[] {
    return this.#db
      .prepare(
        `SELECT id, case_id, destination, state, attempts, idempotency_key, body, sealed_at FROM referrals WHERE ${condition}`,
      )
      .all(values)
      .map((row) => ({
        id: String(row.id),
        caseId: String(row.case_id),
        destination: String(row.destination),
        state: String(row.state),
        attempts: Number(row.attempts),
        idempotencyKey: String(row.idempotency_key),
        body: String(row.body),
        sealedAt: row.sealed_at === null ? null : String(row.sealed_at),
      }));
  }
}
