import { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { Database } from '../storage/database.ts';

/** Destinations, with the settings of each one's channel, including keys. */
export class DestinationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  put({ id, channel }: DestinationInput, at: string): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO destinations (id, kind, settings, added_at) VALUES (?, ?, ?, ?)')
      .run([id, channel.kind, JSON.stringify(channel.settings), at]);
  }

  remove(id: string): boolean {
    return this.#db.prepare('DELETE FROM destinations WHERE id = ?').run([id]).changes > 0;
  }

  list(): DestinationInput[] {
    return this.#db.prepare('SELECT id, kind, settings FROM destinations ORDER BY id').all().map(readRow);
  }

  find(id: string): DestinationInput | null {
    const row = this.#db.prepare('SELECT id, kind, settings FROM destinations WHERE id = ?').get([id]);
    return row === undefined ? null : readRow(row);
  }
}

const readRow = ({ id, kind, settings }: Record<string, unknown>): DestinationInput =>
  DestinationInput.parse({ id, channel: { kind, settings: JSON.parse(String(settings)) } });
