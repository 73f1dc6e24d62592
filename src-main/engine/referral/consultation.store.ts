import { Consultation, ConsultationCount } from '../../../shared/domain/consultation.ts';
import type { Database } from '../storage/database.ts';

/** The bases that people consulted for cases; rows are kept, and only their notes are erased. */
export class ConsultationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(caseId: string, { base, result, at, recordedAt, by, note }: Consultation): void {
    this.#db
      .prepare(
        `INSERT INTO consultations (case_id, base, result, at, recorded_at, stated_by, note)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([caseId, base, result, at, recordedAt, by, note]);
  }

  /** In the order they were recorded. */
  ofCase(caseId: string): Consultation[] {
    return this.#db
      .prepare(
        'SELECT base, result, at, recorded_at, stated_by, note FROM consultations WHERE case_id = ? ORDER BY number',
      )
      .all([caseId])
      .map(({ recorded_at: recordedAt, stated_by: by, ...said }) =>
        Consultation.parse({ ...said, recordedAt, by }),
      );
  }

  /** @param hidden cases that are not counted */
  countByBase(hidden: ReadonlySet<string>): ConsultationCount[] {
    return this.#db
      .prepare(
        `SELECT base, count(*) AS consulted, count(*) FILTER (WHERE result = 'found') AS found FROM consultations
         WHERE case_id NOT IN (SELECT value FROM json_each(?)) GROUP BY base ORDER BY base`,
      )
      .all([JSON.stringify([...hidden])])
      .map((row) => ConsultationCount.parse(row));
  }

  /** After a merge, consultations for one case belong to the case it was merged into. */
  repoint(from: string, to: string): void {
    this.#db.prepare('UPDATE consultations SET case_id = ? WHERE case_id = ?').run([to, from]);
  }

  /** Erases what people wrote about consultations for these cases. */
  erase(cases: readonly string[]): void {
    this.#db
      .prepare("UPDATE consultations SET note = '' WHERE case_id IN (SELECT value FROM json_each(?))")
      .run([JSON.stringify(cases)]);
  }
}
