import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../shared/ledger/bytes.ts';
import type { Database } from '../storage/database.ts';
import type { PlacedDeed } from './hotline-log.ts';

const Kept = z.strictObject({
  from: z.int(),
  epoch: z.int(),
  keys: z.array(z.tuple([z.int(), z.base64()])),
});

/** The log that this seat goes on with at the next unlock, from where it leaves the one here. */
export interface JoinedLog {
  readonly from: number;
  /** The newest epoch that its entries opened. */
  readonly epoch: number;
  /** The keys of its epochs. */
  readonly keys: readonly (readonly [epoch: number, key: Uint8Array])[];
}

/** Keeps the hub's log until its rows can follow here. */
export class JoinedLogStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  isThere(): boolean {
    return this.#db.prepare('SELECT 1 FROM team_joining').get() !== undefined;
  }

  put({ from, epoch, keys }: JoinedLog, deeds: readonly PlacedDeed[]): void {
    this.#db.transaction(() => {
      const kept = { from, epoch, keys: keys.map(([one, key]) => [one, toBase64(key)] as [number, string]) };
      this.#db.prepare('INSERT INTO team_joining (one, said) VALUES (0, ?)').run([JSON.stringify(kept)]);
      const insert = this.#db.prepare(
        'INSERT INTO team_joined (position, line, salt, enclosure, epoch) VALUES (?, ?, ?, ?, ?)',
      );
      for (const [index, { line, enclosure, epoch: sealedIn }] of deeds.entries())
        insert.run([
          ...[from + index, line, enclosure && toBase64(enclosure.salt), enclosure?.text ?? null, sealedIn],
        ]);
    });
  }

  /** Null where there is none. */
  find(): JoinedLog | null {
    const row = this.#db.prepare('SELECT said FROM team_joining').get();
    if (!row) return null;
    const { from, epoch, keys } = Kept.parse(JSON.parse(String(row.said)));
    return { from, epoch, keys: keys.map(([one, key]) => [one, fromBase64(key) ?? new Uint8Array()]) };
  }

  /** Its deeds, from this place on. */
  deeds(from: number, limit: number): PlacedDeed[] {
    return this.#db
      .prepare(
        'SELECT line, salt, enclosure, epoch FROM team_joined WHERE position >= ? ORDER BY position LIMIT +?',
      )
      .all([from, limit])
      .map(({ line, salt, enclosure, epoch }) => ({
        line: String(line),
        enclosure:
          salt === null
            ? null
            : { salt: fromBase64(String(salt)) ?? new Uint8Array(), text: String(enclosure) },
        epoch: Number(epoch),
      }));
  }

  /** How far it goes. */
  size(): number {
    const row = this.#db.prepare('SELECT max(position) AS last FROM team_joined').get();
    return Number(row?.last ?? -1) + 1;
  }
}
