import { Role } from '../../../shared/domain/duty.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow } from '../vault/database.ts';

export interface StoredPerson {
  id: PersonId;
  name: string;
  role: Role;
  publicKey: string;
  addedAt: string;
  lastUnlockAt: string | null;
}

/** Who works here. Their keys lie in the keyring; this is what the rest of the vault refers to. */
export class PeopleStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(person: Omit<StoredPerson, 'lastUnlockAt'>): void {
    this.#db
      .prepare('INSERT INTO people (id, name, role, public_key, added_at) VALUES (?, ?, ?, ?, ?)')
      .run([person.id, person.name, person.role, person.publicKey, person.addedAt]);
  }

  list(): StoredPerson[] {
    return this.#db.prepare('SELECT * FROM people ORDER BY name').all().map(toPerson);
  }

  find(id: string): StoredPerson | null {
    const row = this.#db.prepare('SELECT * FROM people WHERE id = ?').get([id]);
    return row ? toPerson(row) : null;
  }

  markUnlock(id: string, at: string): void {
    this.#db.prepare('UPDATE people SET last_unlock_at = ? WHERE id = ?').run([at, id]);
  }
}

const toPerson = (row: SqlRow): StoredPerson => ({
  id: PersonId.parse(row.id),
  name: String(row.name),
  role: Role.parse(row.role),
  publicKey: String(row.public_key),
  addedAt: String(row.added_at),
  lastUnlockAt: row.last_unlock_at === null ? null : String(row.last_unlock_at),
});
