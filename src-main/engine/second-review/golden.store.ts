import { AssessmentId, CaseId, PersonId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { StoredDecision } from './second-review.store.ts';

export interface StoredGolden {
  id: SecondReviewId;
  case: CaseId;
  /** The assessment that is the right answer. */
  assessment: AssessmentId;
  addedBy: PersonId;
  addedAt: string;
  removedAt: string | null;
  answered: number;
  right: number;
}

const SELECT = `SELECT g.*, (SELECT count(*) FROM golden_answers n WHERE n.golden_id = g.id) AS answered,
  (SELECT count(*) FROM golden_answers n WHERE n.golden_id = g.id AND n.correct = 1) AS correct FROM golden_cases g`;

/** Golden cases, whose answer is known, and people's answers to them. */
export class GoldenStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(golden: { id: string; case: string; assessment: string; by: string; at: string }): void {
    this.#db
      .prepare(
        // Another supervisor may have made it one at once: the first counts.
        `INSERT INTO golden_cases (id, case_id, assessment_id, added_by, added_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run([golden.id, golden.case, golden.assessment, golden.by, golden.at]);
  }

  remove(id: string, at: string): boolean {
    return (
      this.#db
        .prepare('UPDATE golden_cases SET removed_at = ? WHERE id = ? AND removed_at IS NULL')
        .run([at, id]).changes > 0
    );
  }

  find(id: string): StoredGolden | null {
    const row = this.#db.prepare(`${SELECT} WHERE g.id = ?`).get([id]);
    return row ? toGolden(row) : null;
  }

  /** Erases the notes of people's answers to these cases. */
  erase(cases: readonly string[]): void {
    this.#db
      .prepare(
        `UPDATE golden_answers SET judgement = json_set(judgement, '$.note', '') WHERE golden_id IN (
           SELECT id FROM golden_cases WHERE case_id IN (SELECT value FROM json_each(?)))`,
      )
      .run([JSON.stringify(cases)]);
  }

  activeOf(caseId: string): StoredGolden | null {
    const row = this.#db.prepare(`${SELECT} WHERE g.case_id = ? AND g.removed_at IS NULL`).get([caseId]);
    return row ? toGolden(row) : null;
  }

  list(): StoredGolden[] {
    return this.#db.prepare(`${SELECT} ORDER BY g.added_at DESC, g.id`).all().map(toGolden);
  }

  /** Whether the answer is still hidden from this person, who may then answer once. */
  isHiddenFrom(id: string, person: string): boolean {
    return (
      this.#db
        .prepare(
          `SELECT 1 FROM golden_cases g JOIN hidden_assessments h ON h.assessment_id = g.assessment_id
           WHERE g.id = ? AND h.person_id = ?`,
        )
        .get([id, person]) !== undefined
    );
  }

  insertAnswer(golden: string, { by, at, judgement, route }: StoredDecision, right: boolean): void {
    this.#db
      .prepare(
        'INSERT INTO golden_answers (golden_id, person_id, answered_at, judgement, route, correct) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run([golden, by, at, canonicalText(judgement), canonicalText(route), right ? 1 : 0]);
  }

  /** How each person answered from `from` until before `to`. */
  answersByPerson(from: string, to: string): { person: PersonId; answered: number; right: number }[] {
    return this.#db
      .prepare(
        `SELECT person_id, count(*) AS answered, sum(correct) AS correct FROM golden_answers
         WHERE answered_at >= ? AND answered_at < ? GROUP BY person_id ORDER BY person_id`,
      )
      .all([from, to])
      .map((row) => ({
        person: PersonId.parse(row.person_id),
        answered: Number(row.answered),
        right: Number(row.correct),
      }));
  }
}

const toGolden = (row: SqlRow): StoredGolden => ({
  id: SecondReviewId.parse(row.id),
  case: CaseId.parse(row.case_id),
  assessment: AssessmentId.parse(row.assessment_id),
  addedBy: PersonId.parse(row.added_by),
  addedAt: String(row.added_at),
  removedAt: row.removed_at === null ? null : String(row.removed_at),
  answered: Number(row.answered),
  right: Number(row.correct),
});
