import { CaseId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** Finds cases whose time is over. */
export class RetentionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Cases that were not merged into others, and whose last decision that stands was made before this time. */
  decidedBefore(at: string): CaseId[] {
    return this.#db
      .prepare(
        `SELECT a.case_id FROM assessments_made a JOIN case_subjects c ON c.id = a.case_id
         WHERE a.withdrawn_at IS NULL AND c.state <> 'merged'
         GROUP BY a.case_id HAVING max(a.assessed_at) < ? ORDER BY a.case_id`,
      )
      .all([at])
      .map((row) => CaseId.parse(row.case_id));
  }

  /** Whether something about a case came since its texts were erased, or they never were. */
  hasTextsSince(caseId: string): boolean {
    return (
      this.#db
        .prepare(
          `SELECT 1 FROM case_subjects c LEFT JOIN cases_erased e ON e.case_id = c.id WHERE c.id = :caseId AND (
             e.erased_at IS NULL
             OR EXISTS (SELECT 1 FROM assessments_made a WHERE a.case_id = c.id AND a.assessed_at > e.erased_at)
             OR EXISTS (SELECT 1 FROM case_sightings s JOIN reports_received r ON r.id = s.report_id
               WHERE s.case_id = c.id AND r.taken_in_at > e.erased_at)
             OR EXISTS (SELECT 1 FROM takedown_steps t WHERE t.case_id = c.id AND t.stated_at > e.erased_at)
             OR EXISTS (SELECT 1 FROM consultations_made m WHERE m.case_id = c.id AND m.recorded_at > e.erased_at))`,
        )
        .get({ caseId }) !== undefined
    );
  }

  /** Whether the texts of a case were erased before. */
  isErased(caseId: string): boolean {
    return this.#db.prepare('SELECT 1 FROM cases_erased WHERE case_id = ?').get([caseId]) !== undefined;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** @throws Failure CONFLICT while a backup is made, which would hold what is erased */
  emptyLog(): void {
    this.#db.emptyLog();
  }
}
