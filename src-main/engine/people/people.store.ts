import { canHoldCases } from '../../../shared/domain/assignment.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { PeopleDirectory, StoredKey, StoredPerson, WorkedElsewhere } from './directory.ts';

/** Who authorised a person's present role: a supervisor's id, or the recovery key. */
export type ChangedBy = PersonId | 'recovery';

/** The people of the hotline. The keyring holds their keys; this is what the rest of the vault refers to. */
export class PeopleStore implements PeopleDirectory {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(person: Pick<StoredPerson, 'id' | 'name' | 'role' | 'addedAt'>, by: ChangedBy): void {
    const { id, name, role, addedAt } = person;
    this.#db
      .prepare('INSERT INTO people (id, name, role, added_at, changed_by) VALUES (?, ?, ?, ?, ?)')
      .run([id, name, role, addedAt, by]);
  }

  /** Stores a role, and ends a disablement and the keys that the person had at any workstation. */
  update(id: PersonId, role: Role, by: ChangedBy): void {
    this.#db
      .prepare('UPDATE people SET role = ?, disabled_at = NULL, changed_by = ? WHERE id = ?')
      .run([role, by, id]);
    this.#db.prepare('DELETE FROM person_keys WHERE person_id = ?').run([id]);
  }

  /** Gives a person a key at a workstation, in place of one they may have there. */
  putKey({ person, device, publicKey, enrolledAt }: StoredKey, by: ChangedBy): void {
    this.#db
      .prepare(
        `INSERT INTO person_keys (person_id, device, public_key, enrolled_at, given_by) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (person_id, device) DO UPDATE
         SET public_key = excluded.public_key, enrolled_at = excluded.enrolled_at, given_by = excluded.given_by`,
      )
      .run([person, device, publicKey, enrolledAt, by]);
  }

  /** Stores the person's own key in place of the invitation's. */
  enrol({ person, device, publicKey, enrolledAt }: StoredKey): void {
    this.#db
      .prepare('UPDATE person_keys SET public_key = ?, enrolled_at = ? WHERE person_id = ? AND device = ?')
      .run([publicKey, enrolledAt, person, device]);
  }

  /** Gives everybody who has a key at a workstation the same at another, unless they have one there. */
  moveKeys(from: string, to: string): void {
    this.#db
      .prepare(
        `INSERT INTO person_keys (person_id, device, public_key, enrolled_at, given_by)
         SELECT person_id, ?, public_key, enrolled_at, given_by FROM person_keys AS former WHERE device = ?
         AND NOT EXISTS (SELECT 1 FROM person_keys WHERE person_id = former.person_id AND device = ?)`,
      )
      .run([to, from, to]);
  }

  keyAt(id: string, device: string): StoredKey | null {
    const row = this.#db
      .prepare('SELECT * FROM person_keys WHERE person_id = ? AND device = ?')
      .get([id, device]);
    return row ? toKey(row) : null;
  }

  /** Whether the person ever made a key of their own, at any workstation. */
  hasEnrolled(id: string): boolean {
    const row = this.#db
      .prepare('SELECT 1 FROM person_keys WHERE person_id = ? AND enrolled_at IS NOT NULL LIMIT 1')
      .get([id]);
    return row !== undefined;
  }

  keys(): StoredKey[] {
    return this.#db.prepare('SELECT * FROM person_keys ORDER BY person_id, device').all().map(toKey);
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

  /** What the person's other seats counted that day, and when that was heard of last; null where nothing was. */
  dutyElsewhere(id: string, day: string): { workedMs: number; extendedMs: number; heardAt: string | null } {
    const row = this.#db
      .prepare(
        `SELECT sum(worked_ms) AS worked, sum(extended_ms) AS extended, max(heard_at) AS heard
         FROM duty_elsewhere WHERE person_id = ? AND day = ?`,
      )
      .get([id, day]);
    const heardAt = row?.heard == null ? null : String(row.heard);
    return { workedMs: Number(row?.worked ?? 0), extendedMs: Number(row?.extended ?? 0), heardAt };
  }

  /** Nobody waits for the disk: it is heard of again. */
  putDutyElsewhere(
    id: string,
    { day, device, workedMs, extendedMs }: WorkedElsewhere,
    heardAt: string,
  ): void {
    const put = this.#db.prepare(
      `INSERT INTO duty_elsewhere (person_id, day, device, worked_ms, extended_ms, heard_at)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person_id, day, device) DO UPDATE
       SET worked_ms = excluded.worked_ms, extended_ms = excluded.extended_ms, heard_at = excluded.heard_at
       WHERE worked_ms <> excluded.worked_ms OR extended_ms <> excluded.extended_ms`,
    );
    const values = [id, day, device, Math.round(workedMs), Math.round(extendedMs), heardAt];
    this.#db.provisional(() => put.run(values));
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

const toKey = (row: SqlRow): StoredKey => ({
  person: PersonId.parse(row.person_id),
  device: String(row.device),
  publicKey: String(row.public_key),
  enrolledAt: row.enrolled_at === null ? null : String(row.enrolled_at),
});

const toPerson = (row: SqlRow): StoredPerson => ({
  id: PersonId.parse(row.id),
  name: String(row.name),
  role: Role.parse(row.role),
  addedAt: String(row.added_at),
  lastUnlockAt: row.last_unlock_at === null ? null : String(row.last_unlock_at),
  disabledAt: row.disabled_at === null ? null : String(row.disabled_at),
});
