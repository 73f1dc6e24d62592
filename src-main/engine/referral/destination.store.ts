import { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { Database, SqlRow } from '../storage/database.ts';

/** Destinations, with the settings of each one's channel, including keys. */
export class DestinationStore {
  readonly #db: Database;
  /** What each row was read as; read again where it says something else. */
  readonly #read = new Map<string, { kind: unknown; settings: unknown; desk: DestinationInput }>();

  constructor(db: Database) {
    this.#db = db;
  }

  put({ id, channel }: DestinationInput, at: string): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO destinations (id, kind, settings, added_at) VALUES (?, ?, ?, ?)')
      .run([id, channel.kind, JSON.stringify(channel.settings), at]);
  }

  remove(id: string): boolean {
    this.#read.delete(id);
    return this.#db.prepare('DELETE FROM destinations WHERE id = ?').run([id]).changes > 0;
  }

  list(): DestinationInput[] {
    return this.#db
      .prepare('SELECT id, kind, settings FROM destinations ORDER BY id')
      .all()
      .map((row) => this.#readRow(row));
  }

  find(id: string): DestinationInput | null {
    const row = this.#db.prepare('SELECT id, kind, settings FROM destinations WHERE id = ?').get([id]);
    return row === undefined ? null : this.#readRow(row);
  }

  /** The same row gives the same object, so that what is made of it can be kept with it. */
  #readRow({ id, kind, settings }: SqlRow): DestinationInput {
    const known = this.#read.get(String(id));
    if (known && known.kind === kind && known.settings === settings) return known.desk;
    const desk = DestinationInput.parse({ id, channel: { kind, settings: JSON.parse(String(settings)) } });
    this.#read.set(desk.id, { kind, settings, desk });
    return desk;
  }
}
