import type { RefusedRow } from '../../../shared/contract/intake.contract.ts';
import { BatchId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** Refused rows of files that were taken in without them. */
export class RefusedRowStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(batch: string, rows: readonly { row: number; text: string }[]): void {
    const insert = this.#db.prepare(
      'INSERT INTO refused_rows (batch, row, text) VALUES (?, ?, ?) ON CONFLICT (batch, row) DO NOTHING',
    );
    for (const { row, text } of rows) insert.run([batch, row, text]);
  }

  list(batch: string, after: number, limit: number): RefusedRow[] {
    return this.#db
      .prepare(
        'SELECT row, text, taken_in FROM refused_rows WHERE batch = ? AND row > ? ORDER BY row LIMIT +?',
      )
      .all([batch, after, limit])
      .map(({ row, text, taken_in }) => ({
        row: Number(row),
        text: typeof text === 'string' ? text : null,
        takenIn: taken_in === null ? null : BatchId.parse(taken_in),
      }));
  }

  find(batch: string, row: number): RefusedRow | null {
    const found = this.list(batch, row - 1, 1)[0];
    return found?.row === row ? found : null;
  }

  takenIn(batch: string, row: number, by: string): void {
    this.#db
      .prepare('UPDATE refused_rows SET text = NULL, taken_in = ? WHERE batch = ? AND row = ?')
      .run([by, batch, row]);
  }

  /** How many rows of files that were imported before this time are kept. */
  countBefore(at: string): number {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS n FROM refused_rows r JOIN batches b ON b.id = r.batch
         WHERE r.text IS NOT NULL AND b.imported_at < ?`,
      )
      .get([at]);
    return Number(row?.n ?? 0);
  }

  /** Inside a transaction. */
  eraseBefore(at: string): void {
    this.#db
      .prepare(
        `DELETE FROM refused_rows WHERE text IS NOT NULL
         AND batch IN (SELECT id FROM batches WHERE imported_at < ?)`,
      )
      .run([at]);
  }
}
