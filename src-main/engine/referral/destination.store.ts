import { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { Database } from '../storage/database.ts';

/** Where referrals go, with the hotline's client key for each desk. */
export class DestinationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  put(destination: DestinationInput, at: string): void {
    this.#db
      .prepare(
        'INSERT OR REPLACE INTO destinations (id, kind, url, ca, cert, client_key, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run([
        destination.id,
        destination.kind,
        destination.url,
        destination.ca,
        destination.cert,
        destination.key,
        at,
      ]);
  }

  remove(id: string): boolean {
    return this.#db.prepare('DELETE FROM destinations WHERE id = ?').run([id]).changes > 0;
  }

  list(): DestinationInput[] {
    return this.#db
      .prepare('SELECT id, kind, url, ca, cert, client_key AS key FROM destinations ORDER BY id')
      .all()
      .map((row) => DestinationInput.parse(row));
  }
}
