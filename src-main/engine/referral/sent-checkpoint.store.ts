import type { Database } from '../storage/database.ts';
import type { SentCheckpoint, SentCheckpointRows } from './sent-checkpoint.ts';

const COLUMNS =
  "line, id, destination, delivered_at, json_extract(body, '$.checkpoint') AS note FROM referrals WHERE json_extract(body, '$.checkpoint') IS NOT NULL";

/** The checkpoints sent with referrals. A desk that signed the receipt can produce each of them. */
export class SentCheckpointStore implements SentCheckpointRows {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  latest(): SentCheckpoint[] {
    return this.#read(
      `${COLUMNS} AND line IN (SELECT max(line) FROM referrals WHERE state = 'delivered' GROUP BY destination)
       ORDER BY destination`,
      [],
    );
  }

  after(line: number, limit: number): SentCheckpoint[] {
    return this.#read(`${COLUMNS} AND line > ? ORDER BY line LIMIT +?`, [line, limit]);
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
