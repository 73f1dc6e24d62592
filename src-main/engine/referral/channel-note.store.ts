import type { Database } from '../storage/database.ts';
import type { Kept } from './channels/channel.ts';

/** Notes of channels about single referrals, which outlast the process that wrote them. */
export class ChannelNoteStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The notes about one referral. What is written is on the disk when `write` returns. */
  of(referral: string): Kept {
    return {
      read: () => {
        const row = this.#db.prepare('SELECT note FROM channel_notes WHERE referral_id = ?').get([referral]);
        return row === undefined ? null : String(row.note);
      },
      write: (text) =>
        this.#db.transaction(() => {
          this.#db
            .prepare(
              'INSERT INTO channel_notes (referral_id, note) VALUES (:referral, :text) ON CONFLICT DO UPDATE SET note = :text',
            )
            .run({ referral, text });
        }),
    };
  }
}
