import type { Database } from '../storage/database.ts';

/** A witness's signature under a checkpoint. */
export interface StoredCosignature {
  size: number;
  /** C2SP verifier key of the witness. */
  witness: string;
  line: string;
  cosignedAt: string;
}

/** What witnesses signed. The entries of the ledger say it too; this is for finding it. */
export class CosignatureStore {
  readonly #db: Database;
  readonly #device: string;

  constructor(db: Database, device: string) {
    this.#db = db;
    this.#device = device;
  }

  /** @returns whether it is news */
  insert({ size, witness, line, cosignedAt }: StoredCosignature): boolean {
    const sql =
      'INSERT OR IGNORE INTO ledger_cosignatures (device, size, witness, line, cosigned_at) VALUES (?, ?, ?, ?, ?)';
    return this.#db.prepare(sql).run([this.#device, size, witness, line, cosignedAt]).changes > 0;
  }

  /** Of the smallest cosigned checkpoint that is over at least `size` entries: those of all its witnesses. */
  covering(size: number): StoredCosignature[] {
    return this.#db
      .prepare(
        `SELECT size, witness, line, cosigned_at FROM ledger_cosignatures
         WHERE device = ? AND size = (SELECT min(size) FROM ledger_cosignatures WHERE device = ? AND size >= ?)
         ORDER BY witness`,
      )
      .all([this.#device, this.#device, size])
      .map((row) => ({
        size: Number(row.size),
        witness: String(row.witness),
        line: String(row.line),
        cosignedAt: String(row.cosigned_at),
      }));
  }

  /** The largest checkpoint it signed is over this many entries; 0: it signed none. */
  lastSizeOf(witness: string): number {
    const sql = 'SELECT max(size) AS size FROM ledger_cosignatures WHERE device = ? AND witness = ?';
    return Number(this.#db.prepare(sql).get([this.#device, witness])?.size ?? 0);
  }
}
