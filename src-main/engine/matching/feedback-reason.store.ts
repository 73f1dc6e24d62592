import { FeedbackAlgorithm, OfferedReason } from '../../../shared/domain/feedback-reason.ts';
import type { Database } from '../storage/database.ts';

/** The reasons for disagreeing that owners of lists offer. */
export class FeedbackReasonStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Ordered by kind of fingerprint, then by name. */
  of(list: string): OfferedReason[] {
    const reasons = this.#db
      .prepare('SELECT algorithm, guid, name FROM feedback_reasons WHERE list_id = ? ORDER BY name, guid')
      .all([list])
      .map((row) => OfferedReason.parse(row));
    return FeedbackAlgorithm.options.flatMap((kind) => reasons.filter(({ algorithm }) => algorithm === kind));
  }

  /** Replaces the reasons for the same kinds of fingerprint. */
  replace(list: string, reasons: readonly OfferedReason[]): void {
    const drop = this.#db.prepare('DELETE FROM feedback_reasons WHERE list_id = ? AND algorithm = ?');
    const insert = this.#db.prepare(
      'INSERT OR REPLACE INTO feedback_reasons (list_id, algorithm, guid, name) VALUES (?, ?, ?, ?)',
    );
    for (const algorithm of new Set(reasons.map((reason) => reason.algorithm))) drop.run([list, algorithm]);
    for (const { algorithm, guid, name } of reasons) insert.run([list, algorithm, guid, name]);
  }
}
