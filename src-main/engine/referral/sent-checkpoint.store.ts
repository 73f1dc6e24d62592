import type { Database } from '../storage/database.ts';

/** A checkpoint of the ledger inside the frozen body of a referral. */
export interface SentCheckpoint {
  line: number;
  referral: string;
  destination: string;
  /** The signed note. */
  note: string;
  /** Null until the desk's receipt for the body is here. */
  deliveredAt: string | null;
}

const COLUMNS =
  "line, id, destination, delivered_at, json_extract(body, '$.checkpoint') AS note FROM referrals WHERE json_extract(body, '$.checkpoint') IS NOT NULL";

/** The checkpoints that went out with referrals. A desk that signed the receipt can show each of them. */
export class SentCheckpointStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The last one each desk has a receipt out for. */
  latest(): SentCheckpoint[] {
    return this.#read(
      `${COLUMNS} AND line IN (SELECT max(line) FROM referrals WHERE state = 'delivered' GROUP BY destination)
       ORDER BY destination`,
      [],
    );
  }

  /** In the order they were queued. */
  after(line: number, limit: number): SentCheckpoint[] {
    return this.#read(`${COLUMNS} AND line > ? ORDER BY line LIMIT ?`, [line, limit]);
  }

  #read(query: string, values: readonly number[]): SentCheckpoint[] {
    return this.#db
      .prepare(`SELECT ${query}`)
      .all(values)
      .map((row) => ({
        line: Number(row.line),
        referral: String(row.id),
        destination: String(row.destination),
        note: String(row.note),
        deliveredAt: row.delivered_at === null ? null : String(row.delivered_at),
      }));
  }
}
