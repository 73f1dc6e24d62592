import type { Database } from '../storage/database.ts';

/** When the certificate of each desk's server ends, as this workstation saw it last. */
export class DeskCertificateStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** ISO 8601; null where none was seen since the destination was set up. */
  of(destination: string): string | null {
    const row = this.#db
      .prepare('SELECT ends_at FROM desk_certificates WHERE destination = ?')
      .get([destination]);
    return row ? String(row.ends_at) : null;
  }

  put(destination: string, endsAt: string): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO desk_certificates (destination, ends_at) VALUES (?, ?)')
      .run([destination, endsAt]);
  }

  forget(destination: string): void {
    this.#db.prepare('DELETE FROM desk_certificates WHERE destination = ?').run([destination]);
  }
}
