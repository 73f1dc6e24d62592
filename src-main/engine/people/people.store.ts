import { canHoldCases } from '../../../shared/domain/assignment.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { PeopleDirectory, StoredPerson } from './directory.ts';

/** Who authorised a person's present role: a supervisor's id, or the recovery key. */
export type ChangedBy = PersonId | 'recovery';

/** The people of the hotline. The keyring holds their keys; this is what the rest of the vault refers to. */
export class PeopleStore implements PeopleDirectory {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(
    person: Pick<StoredPerson, 'id' | 'name' | 'role' | 'publicKey' | 'addedAt' | 'enrolledAt'>,
    by: ChangedBy,
  ): void {
    const { id, name, role, publicKey, addedAt, enrolledAt } = person;
    this.#db
      .prepare(
        `INSERT INTO people (id, name, role, public_key, added_at, enrolled_at, changed_by)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([id, name, role, publicKey, addedAt, enrolledAt, by]);
  }

  /** Stores a role with the key of a new invitation, and ends a disablement. */
  update(id: PersonId, role: Role, publicKey: string, by: ChangedBy): void {
    this.#db
      .prepare(
        `UPDATE people SET role = ?, public_key = ?, enrolled_at = NULL, disabled_at = NULL, changed_by = ?
         WHERE id = ?`,
      )
      .run([role, publicKey, by, id]);
  }

  /** Stores the person's own key in place of the invitation's. */
  enrol(id: PersonId, publicKey: string, at: string): void {
    this.#db
      .prepare('UPDATE people SET public_key = ?, enrolled_at = ? WHERE id = ?')
      .run([publicKey, at, id]);
  }

  disable(id: PersonId, at: string, by: ChangedBy): void {
    this.#db.prepare('UPDATE people SET disabled_at = ?, changed_by = ? WHERE id = ?').run([at, by, id]);
  }

  list(): StoredPerson[] {
    return this.#db.prepare('SELECT * FROM people ORDER BY name').all().map(toPerson);
  }

  find(id: string): StoredPerson | null {
    const row = this.#db.prepare('SELECT * FROM people WHERE id = ?').get([id]);
    return row ? toPerson(row) : null;
  }

  canHoldCases(id: string): boolean {
    const person = this.find(id);
    return person !== null && canHoldCases({ role: person.role, isDisabled: person.disabledAt !== null });
  }

  findByName(name: string): StoredPerson | null {
    const row = this.#db.prepare('SELECT * FROM people WHERE name = ?').get([name]);
    return row ? toPerson(row) : null;
  }

  markUnlock(id: string, at: string): void {
    this.#db.prepare('UPDATE people SET last_unlock_at = ? WHERE id = ?').run([at, id]);
  }

  dutyTime(id: string, day: string): { workedMs: number; extendedMs: number } {
    const row = this.#db
      .prepare('SELECT worked_ms, extended_ms FROM duty_time WHERE person_id = ? AND day = ?')
      .get([id, day]);
    return { workedMs: Number(row?.worked_ms ?? 0), extendedMs: Number(row?.extended_ms ?? 0) };
  }

  /** Nobody waits for the disk: the next command makes it durable. */
  addWorkedTime(id: string, day: string, workedMs: number): void {
    this.#db.provisional(() => this.#addDutyTime(id, day, workedMs, 0));
  }

  extendDutyTime(id: string, day: string, extendedMs: number): void {
    this.#addDutyTime(id, day, 0, extendedMs);
  }

  #addDutyTime(id: string, day: string, workedMs: number, extendedMs: number): void {
    this.#db
      .prepare(
        `INSERT INTO duty_time (person_id, day, worked_ms, extended_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (person_id, day) DO UPDATE
         SET worked_ms = worked_ms + excluded.worked_ms, extended_ms = extended_ms + excluded.extended_ms`,
      )
      .run([id, day, workedMs, extendedMs]);
  }
}

const toPerson = (row: SqlRow): StoredPerson => ({
  id: PersonId.parse(row.id),
  name: String(row.name),
  role: Role.parse(row.role),
  publicKey: String(row.public_key),
  addedAt: String(row.added_at),
  enrolledAt: row.enrolled_at === null ? null : String(row.enrolled_at),
  lastUnlockAt: row.last_unlock_at === null ? null : String(row.last_unlock_at),
  disabledAt: row.disabled_at === null ? null : String(row.disabled_at),
});
