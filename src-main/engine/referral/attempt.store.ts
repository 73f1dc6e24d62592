import { DeliveryAttempt } from '../../../shared/contract/referral.contract.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import type { Database } from '../storage/database.ts';

/** Attempts kept for one referral; older ones are counted and no longer told. */
export const ATTEMPTS_KEPT = 50;

/** The attempts of this workstation to deliver referrals. */
export class AttemptStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns the number of the attempt among those of the referral, from 1 */
  begin(referral: string, atMs: number): number {
    const row = this.#db
      .prepare('SELECT coalesce(max(number), 0) + 1 AS next FROM delivery_attempts WHERE referral_id = ?')
      .get([referral]);
    const number = Number(row?.next ?? 1);
    this.#db
      .prepare('INSERT INTO delivery_attempts (referral_id, number, at) VALUES (?, ?, ?)')
      .run([referral, number, atMs]);
    this.#db
      .prepare('DELETE FROM delivery_attempts WHERE referral_id = ? AND number <= ?')
      .run([referral, number - ATTEMPTS_KEPT]);
    return number;
  }

  end(
    referral: string,
    number: number,
    { atMs, outcome, trouble }: { atMs: number; outcome: string; trouble: DeliveryTrouble | null },
  ): void {
    this.#db
      .prepare(
        'UPDATE delivery_attempts SET ended_at = ?, outcome = ?, trouble = ? WHERE referral_id = ? AND number = ?',
      )
      .run([atMs, outcome, trouble === null ? null : JSON.stringify(trouble), referral, number]);
  }

  /** The latest first, and how many earlier ones are no longer kept. */
  of(referral: string): { attempts: DeliveryAttempt[]; notKept: number } {
    const attempts = this.#db
      .prepare(
        'SELECT number, at, ended_at, outcome, trouble FROM delivery_attempts WHERE referral_id = ? ORDER BY number DESC',
      )
      .all([referral])
      .map((row) =>
        DeliveryAttempt.parse({
          number: row.number,
          at: new Date(Number(row.at)).toISOString(),
          endedAt: row.ended_at === null ? null : new Date(Number(row.ended_at)).toISOString(),
          outcome: row.outcome,
          trouble: row.trouble === null ? null : JSON.parse(String(row.trouble)),
        }),
      );
    return { attempts, notKept: (attempts[0]?.number ?? 0) - attempts.length };
  }
}
