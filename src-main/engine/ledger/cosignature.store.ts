import type { Database } from '../storage/database.ts';
import type { Cosignatures, StoredCosignature } from './stored-record.ts';

/** Witnesses' signatures. The entries of the ledger hold them too; these rows make them quick to find. */
export class CosignatureStore implements Cosignatures {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ size, witness, line, cosignedAt }: StoredCosignature): boolean {
    const sql =
      'INSERT OR IGNORE INTO ledger_cosignatures (size, witness, line, cosigned_at) VALUES (?, ?, ?, ?)';
    return this.#db.prepare(sql).run([size, witness, line, cosignedAt]).changes > 0;
  }

  covering(size: number): StoredCosignature[] {
    return this.#db
      .prepare(
        `SELECT size, witness, line, cosigned_at FROM ledger_cosignatures
         WHERE size = (SELECT min(size) FROM ledger_cosignatures WHERE size >= ?)
         ORDER BY witness`,
      )
      .all([size])
      .map((row) => ({
        size: Number(row.size),
        witness: String(row.witness),
        line: String(row.line),
        cosignedAt: String(row.cosigned_at),
      }));
  }

  lastSizeOf(witness: string): number {
    const sql = 'SELECT max(size) AS size FROM ledger_cosignatures WHERE witness = ?';
    return Number(this.#db.prepare(sql).get([witness])?.size ?? 0);
  }
}
