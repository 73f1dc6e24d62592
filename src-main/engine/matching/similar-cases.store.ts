import type { SimilarCase } from '../../../shared/contract/case-match.ts';
import { CaseState, SubjectKind } from '../../../shared/domain/case.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** A perceptual value of a case. */
export interface CasePrint {
  ref: number;
  algorithm: 'pdq' | 'photodna';
  value: string;
}

/** Values that make cases similar, each under the number by which the index knows it. */
export class SimilarCasesStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(caseId: string, { ref, algorithm, value }: CasePrint): void {
    this.#db
      .prepare('INSERT INTO case_prints (ref, case_id, algorithm, value) VALUES (?, ?, ?, ?)')
      .run([ref, caseId, algorithm, value]);
  }

  delete(ref: number): void {
    this.#db.prepare('DELETE FROM case_prints WHERE ref = ?').run([ref]);
  }

  ofCase(caseId: string): CasePrint[] {
    return this.#db
      .prepare('SELECT ref, algorithm, value FROM case_prints WHERE case_id = ?')
      .all([caseId])
      .map((row) => ({
        ref: Number(row.ref),
        algorithm: row.algorithm as CasePrint['algorithm'],
        value: String(row.value),
      }));
  }

  after(ref: number, limit: number): CasePrint[] {
    return this.#db
      .prepare('SELECT ref, algorithm, value FROM case_prints WHERE ref > ? ORDER BY ref LIMIT +?')
      .all([ref, limit])
      .map((row) => ({
        ref: Number(row.ref),
        algorithm: row.algorithm as CasePrint['algorithm'],
        value: String(row.value),
      }));
  }

  lastRef(): number {
    return Number(this.#db.prepare('SELECT coalesce(max(ref), 0) AS last FROM case_prints').get()?.last);
  }

  /** The case that holds a value; null where it was merged into another. */
  caseOf(ref: number): Pick<SimilarCase, 'case' | 'kind' | 'subject' | 'state'> | null {
    const row = this.#db
      .prepare(
        `SELECT c.id, c.kind, c.subject, c.state FROM case_prints p JOIN case_subjects c ON c.id = p.case_id
         WHERE p.ref = ? AND c.state <> 'merged'`,
      )
      .get([ref]);
    if (!row) return null;
    return {
      case: CaseId.parse(row.id),
      kind: SubjectKind.parse(row.kind),
      subject: String(row.subject),
      state: CaseState.parse(row.state),
    };
  }
}
