import { AssignmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Database } from '../storage/database.ts';

/** A supervisor's assignment or release of a case, as its row holds it. */
export interface StoredAssignment {
  id: string;
  caseId: string;
  /** The supervisor who acted. */
  person: string;
  at: string;
  from: string | null;
  /** Null where the case was released. */
  to: string | null;
  reason: string;
  words: string;
  wordsSha256: string;
}

/** Assignments and releases of cases, one row for each; rows are never changed. */
export class AssignmentStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(act: StoredAssignment): void {
    this.#db
      .prepare(
        `INSERT INTO assignments (id, case_id, person_id, assigned_at, from_person, to_person, reason, words,
         words_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        ...[act.id, act.caseId, act.person, act.at],
        ...[act.from, act.to, act.reason, act.words, act.wordsSha256],
      ]);
  }

  /** Oldest first. */
  ofCase(caseId: string): AssignmentRecord[] {
    return this.#db
      .prepare(
        `SELECT a.id, a.assigned_at, a.reason, a.words, a.person_id, p.name,
         a.from_person, f.name AS from_name, a.to_person, t.name AS to_name
         FROM assignments a JOIN person_names p ON p.id = a.person_id
         LEFT JOIN person_names f ON f.id = a.from_person LEFT JOIN person_names t ON t.id = a.to_person
         WHERE a.case_id = ? ORDER BY a.number`,
      )
      .all([caseId])
      .map((row) =>
        AssignmentRecord.parse({
          at: row.assigned_at,
          by: { id: row.person_id, name: row.name },
          from: row.from_person === null ? null : { id: row.from_person, name: row.from_name },
          to: row.to_person === null ? null : { id: row.to_person, name: row.to_name },
          reason: row.reason,
          words: row.words,
        }),
      );
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM assignments').get()?.n ?? 0);
  }

  /** The assignment whose explanation has this digest, without the columns that change when cases merge. */
  signed(wordsSha256: string): Omit<StoredAssignment, 'caseId' | 'at' | 'wordsSha256'> | null {
    const row = this.#db
      .prepare(
        'SELECT id, person_id, from_person, to_person, reason, words FROM assignments WHERE words_sha256 = ?',
      )
      .get([wordsSha256]);
    if (!row) return null;
    const { id, person_id, from_person, to_person, reason, words } = row;
    return {
      ...{ id: String(id), person: String(person_id), reason: String(reason), words: String(words) },
      from: from_person === null ? null : String(from_person),
      to: to_person === null ? null : String(to_person),
    };
  }

  /** Erases the words of these cases' assignments, and the ids that bind the words to their digests. */
  erase(cases: readonly string[]): void {
    this.#db
      .prepare(
        `UPDATE assignments SET words = '', id = words_sha256
         WHERE words <> '' AND case_id IN (SELECT value FROM json_each(?))`,
      )
      .run([JSON.stringify(cases)]);
  }

  /** After a merge, assignments of one case belong to the case it was merged into. */
  repoint(from: string, to: string): void {
    this.#db.prepare('UPDATE assignments SET case_id = ? WHERE case_id = ?').run([to, from]);
  }
}
