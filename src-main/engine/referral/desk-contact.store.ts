import { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { type DeskContact, IN_CONTACT } from '../../../shared/domain/desk-contact.ts';
import type { Database } from '../storage/database.ts';

/** A desk's contact with the trouble of the last attempt. */
export type KnownContact = DeskContact & { trouble: DeliveryTrouble | null };

/** The contact of this workstation with each desk. */
export class DeskContactStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  of(destination: string): KnownContact {
    const row = this.#db
      .prepare('SELECT failures, silent_since, probe_at, trouble FROM desk_contacts WHERE destination = ?')
      .get([destination]);
    if (!row) return { ...IN_CONTACT, trouble: null };
    return {
      failures: Number(row.failures),
      silentSinceMs: row.silent_since === null ? null : Number(row.silent_since),
      probeAtMs: Number(row.probe_at),
      trouble: row.trouble === null ? null : DeliveryTrouble.parse(JSON.parse(String(row.trouble))),
    };
  }

  put(destination: string, contact: DeskContact, trouble: DeliveryTrouble | null): void {
    const { failures, silentSinceMs, probeAtMs } = contact;
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO desk_contacts (destination, failures, silent_since, probe_at, trouble)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run([
        destination,
        failures,
        silentSinceMs,
        probeAtMs,
        trouble === null ? null : JSON.stringify(trouble),
      ]);
  }

  forget(destination: string): void {
    this.#db.prepare('DELETE FROM desk_contacts WHERE destination = ?').run([destination]);
  }
}
