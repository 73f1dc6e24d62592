import type { z } from 'zod';
import { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Database } from '../vault/database.ts';
import type { JudgedRow } from './signed-judgement.ts';

type Record = z.infer<typeof AssessmentRecord>;

/** What people decided, one row a decision; nothing here is ever changed. */
export class AssessmentStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(caseId: string, record: Record): void {
    this.#db
      .prepare(
        `INSERT INTO assessments (id, case_id, person_id, assessed_at, legality, category, judgement, route)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        record.id,
        caseId,
        record.by.id,
        record.assessedAt,
        record.judgement.legality,
        record.route.category,
        JSON.stringify(record.judgement),
        JSON.stringify(record.route),
      ]);
  }

  /** What somebody decided, as it is stored and as they signed it. */
  signed(id: string): JudgedRow | null {
    const row = this.#db
      .prepare('SELECT person_id, judgement, route FROM assessments WHERE id = ?')
      .get([id]);
    if (!row) return null;
    return {
      person: String(row.person_id),
      judgement: JSON.parse(String(row.judgement)),
      route: JSON.parse(String(row.route)),
    };
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM assessments').get()?.n ?? 0);
  }

  /** Oldest first. */
  ofCase(caseId: string): Record[] {
    return this.#db
      .prepare(
        `SELECT a.*, p.name FROM assessments a JOIN people p ON p.id = a.person_id WHERE a.case_id = ? ORDER BY a.id`,
      )
      .all([caseId])
      .map((row) =>
        AssessmentRecord.parse({
          id: row.id,
          assessedAt: row.assessed_at,
          by: { id: row.person_id, name: row.name },
          judgement: JSON.parse(String(row.judgement)),
          route: JSON.parse(String(row.route)),
        }),
      );
  }
}
