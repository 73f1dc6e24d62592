import { Assessment } from '../../../shared/domain/assessment.ts';
import { SubjectKind } from '../../../shared/domain/case.ts';
import { AssessmentId, CaseId, PersonId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { Route } from '../../../shared/domain/routing.ts';
import { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { JudgedRow } from '../assessment/signed-judgement.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';

export const REVIEW_STATES = ['waiting', 'agreed', 'disputed', 'upheld', 'overturned', 'withdrawn'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** A person's decision about a case. */
export interface StoredDecision {
  by: PersonId;
  at: string;
  judgement: Assessment;
  route: Route;
}

/** An assessment that was drawn, and the second reviewer's decision. */
export interface StoredReview {
  id: SecondReviewId;
  assessment: AssessmentId;
  case: CaseId;
  period: SamplingPeriod;
  state: ReviewState;
  first: StoredDecision;
  /** Null while it waits. */
  second: StoredDecision | null;
}

export interface StoredNote {
  id: SecondReviewId;
  case: CaseId;
  subject: string;
  kind: SubjectKind;
  from: PersonId;
  at: string;
  words: string;
  readAt: string | null;
}

const SELECT = `SELECT r.id, r.assessment_id, r.case_id, r.period, r.state, r.first_by, r.second_by, r.judged_at, r.judgement, r.route,
  a.assessed_at, a.judgement AS first_judgement, a.route AS first_route
  FROM second_reviews r JOIN assessments_made a ON a.id = r.assessment_id`;

/** Selects drawn assessments and golden cases alike, so that nothing tells them apart. */
const WAITING_FOR = `SELECT r.id, r.case_id FROM second_reviews r JOIN hidden_assessments h
    ON h.assessment_id = r.assessment_id AND h.person_id = :person WHERE r.state = 'waiting'
  UNION
  SELECT g.id, g.case_id FROM golden_cases g JOIN hidden_assessments h
    ON h.assessment_id = g.assessment_id AND h.person_id = :person WHERE g.removed_at IS NULL`;

/** Second reviews, who has seen the assessments that wait for one, and notes to authors. */
export class SecondReviewStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  insert(review: {
    id: string;
    assessment: string;
    case: string;
    firstBy: string;
    period: SamplingPeriod;
  }): void {
    this.#db
      .prepare(
        'INSERT INTO second_reviews (id, assessment_id, case_id, first_by, period) VALUES (?, ?, ?, ?, ?)',
      )
      .run([review.id, review.assessment, review.case, review.firstBy, review.period]);
  }

  /**
   * Inserts the second review of an assessment that was drawn after it was made.
   * @throws Failure INTEGRITY where the assessment is not there
   */
  insertDrawn(id: string, assessment: string, period: SamplingPeriod): void {
    const { changes } = this.#db
      .prepare(
        `INSERT INTO second_reviews (id, assessment_id, case_id, first_by, period)
         SELECT ?, id, case_id, person_id, ? FROM assessments_made WHERE id = ?
         -- One that was decided twice at once has its review.
         ON CONFLICT (assessment_id) DO NOTHING`,
      )
      .run([id, period, assessment]);
    if (changes === 0 && this.stateOf(assessment) === null)
      throw damaged({ problem: 'second-review-without-case', review: id });
  }

  /**
   * Two decided at once and otherwise: they are the two sides of a disagreement, as if the second had reviewed the first.
   * Where the first one waits for its review, that is what this is.
   */
  dispute(id: string, first: string, second: string): void {
    this.#db
      .prepare(
        `INSERT INTO second_reviews (id, assessment_id, case_id, first_by, period)
         SELECT ?, a.id, a.case_id, a.person_id, d.period FROM assessments_made a
           JOIN sampling_draws d ON d.assessment_id = a.id WHERE a.id = ?
         ON CONFLICT (assessment_id) DO NOTHING`,
      )
      .run([id, first]);
    this.#db
      .prepare(
        `UPDATE second_reviews SET state = 'disputed', second_by = s.person_id, judged_at = s.assessed_at,
           judgement = s.judgement, route = s.route
         FROM assessments_made s WHERE s.id = ? AND second_reviews.assessment_id = ? AND state = 'waiting'`,
      )
      .run([second, first]);
  }

  find(id: string): StoredReview | null {
    const row = this.#db.prepare(`${SELECT} WHERE r.id = ?`).get([id]);
    return row ? toReview(row) : null;
  }

  /** The waiting reviews this person may do, ordered by their ids, which are random and reveal nothing. */
  waitingFor(person: string, limit: number): { id: SecondReviewId; case: CaseId }[] {
    return this.#db
      .prepare(`SELECT id, case_id FROM (${WAITING_FOR}) ORDER BY id LIMIT +:limit`)
      .all({ person, limit })
      .map((row) => ({ id: SecondReviewId.parse(row.id), case: CaseId.parse(row.case_id) }));
  }

  countWaitingFor(person: string): number {
    return Number(this.#db.prepare(`SELECT count(*) AS n FROM (${WAITING_FOR})`).get({ person })?.n);
  }

  judge(id: string, { by, at, judgement, route }: StoredDecision, agrees: boolean): void {
    this.#db
      .prepare(
        'UPDATE second_reviews SET state = ?, second_by = ?, judged_at = ?, judgement = ?, route = ? WHERE id = ?',
      )
      .run([agrees ? 'agreed' : 'disputed', by, at, canonicalText(judgement), canonicalText(route), id]);
  }

  settle(id: string, state: 'upheld' | 'overturned', by: string, at: string): void {
    this.#db
      .prepare('UPDATE second_reviews SET settled_by = ?, settled_at = ?, state = ? WHERE id = ?')
      .run([by, at, state, id]);
  }

  /** Null where the assessment was not drawn. */
  stateOf(assessment: string): ReviewState | null {
    const row = this.#db
      .prepare('SELECT state FROM second_reviews WHERE assessment_id = ?')
      .get([assessment]);
    return row ? stateOf(row.state) : null;
  }

  /** Withdraws the review of an assessment that was taken back or corrected before its review. */
  withdraw(assessment: string): void {
    this.#db
      .prepare("UPDATE second_reviews SET state = 'withdrawn' WHERE assessment_id = ?")
      .run([assessment]);
  }

  disputed(): StoredReview[] {
    return this.#db
      .prepare(`${SELECT} WHERE r.state = 'disputed' ORDER BY r.judged_at, r.id`)
      .all()
      .map(toReview);
  }

  /** Reviews drawn from `from` to `to`, both included, oldest first. */
  ofPeriods(from: string, to: string): StoredReview[] {
    return this.#db
      .prepare(`${SELECT} WHERE r.period >= ? AND r.period <= ? ORDER BY r.period, r.assessment_id`)
      .all([from, to])
      .map(toReview);
  }

  /** Reviews that wait for a second reviewer or for a supervisor, by assessment. */
  unsettled(): { assessment: string; firstBy: string; secondBy: string | null }[] {
    return this.#db
      .prepare(
        "SELECT assessment_id, first_by, second_by FROM second_reviews WHERE state = 'waiting' OR state = 'disputed'",
      )
      .all()
      .map((row) => ({
        assessment: String(row.assessment_id),
        firstBy: String(row.first_by),
        secondBy: row.second_by === null ? null : String(row.second_by),
      }));
  }

  isUnsettled(caseId: string): boolean {
    return (
      this.#db
        .prepare(
          `SELECT 1 FROM second_reviews WHERE case_id = :caseId AND (state = 'waiting' OR state = 'disputed')
           UNION ALL SELECT 1 FROM sampling_draws d JOIN assessments_made a ON a.id = d.assessment_id
             WHERE d.state = 'undrawn' AND a.case_id = :caseId`,
        )
        .get({ caseId }) !== undefined
    );
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM second_reviews').get()?.n ?? 0);
  }

  /** A second decision as stored, to be compared with what was signed. */
  judged(id: string): JudgedRow | null {
    const row = this.#db
      .prepare(
        'SELECT second_by, judgement, route FROM second_reviews WHERE id = ? AND second_by IS NOT NULL',
      )
      .get([id]);
    if (!row) return null;
    return {
      person: String(row.second_by),
      judgement: JSON.parse(String(row.judgement)),
      route: JSON.parse(String(row.route)),
    };
  }

  /** The assessments of a case that are hidden from this person. */
  hiddenOf(caseId: string, person: string): AssessmentId[] {
    return this.#db
      .prepare('SELECT assessment_id FROM hidden_assessments WHERE case_id = ? AND person_id = ?')
      .all([caseId, person])
      .map((row) => AssessmentId.parse(row.assessment_id));
  }

  /** Every case of which something is hidden from this person. */
  hiddenCases(person: string): string[] {
    return this.#db
      .prepare('SELECT DISTINCT case_id FROM hidden_assessments WHERE person_id = ?')
      .all([person])
      .map((row) => String(row.case_id));
  }

  /** Notes that the person has seen these assessments. */
  markSeen(assessments: readonly string[], person: string): void {
    const insert = this.#db.prepare(
      'INSERT OR IGNORE INTO assessment_views (assessment_id, person_id) VALUES (?, ?)',
    );
    for (const assessment of assessments) insert.run([assessment, person]);
  }

  /** Notes that the person has seen everything that waits, also for the draw. */
  markAllSeen(person: string): void {
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO assessment_views (assessment_id, person_id)
         SELECT assessment_id, :person FROM second_reviews WHERE state = 'waiting'
         UNION ALL SELECT assessment_id, :person FROM sampling_draws WHERE state = 'undrawn'`,
      )
      .run({ person });
  }

  /** Erases the notes of second decisions on these cases, and the notes to authors. */
  erase(cases: readonly string[]): void {
    const these = 'case_id IN (SELECT value FROM json_each(?))';
    const values = [JSON.stringify(cases)];
    this.#db
      .prepare(
        `UPDATE second_reviews SET judgement = json_set(judgement, '$.note', '') WHERE judgement IS NOT NULL AND ${these}`,
      )
      .run(values);
    this.#db.prepare(`UPDATE review_notes SET words = '' WHERE ${these}`).run(values);
  }

  /** After a merge, reviews of one case belong to the case it was merged into. */
  repoint(from: string, to: string): void {
    for (const table of ['second_reviews', 'review_notes']) {
      this.#db.prepare(`UPDATE ${table} SET case_id = ? WHERE case_id = ?`).run([to, from]);
    }
  }

  insertNote(note: {
    id: string;
    case: string;
    assessment: string;
    to: string;
    from: string;
    at: string;
    words: string;
  }): void {
    this.#db
      .prepare(
        'INSERT INTO review_notes (id, case_id, assessment_id, to_person, from_person, at, words) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run([note.id, note.case, note.assessment, note.to, note.from, note.at, note.words]);
  }

  /** Newest first. */
  notesTo(person: string): StoredNote[] {
    return this.#db
      .prepare(
        `SELECT n.id, n.case_id, n.from_person, n.at, n.words, n.read_at, c.subject, c.kind
         FROM review_notes n JOIN case_subjects c ON c.id = n.case_id WHERE n.to_person = ? ORDER BY n.number DESC LIMIT 200`,
      )
      .all([person])
      .map((row) => ({
        id: SecondReviewId.parse(row.id),
        case: CaseId.parse(row.case_id),
        subject: String(row.subject),
        kind: SubjectKind.parse(row.kind),
        from: PersonId.parse(row.from_person),
        at: String(row.at),
        words: String(row.words),
        readAt: row.read_at === null ? null : String(row.read_at),
      }));
  }

  markRead(note: string, person: string, at: string): boolean {
    return (
      this.#db
        .prepare('UPDATE review_notes SET read_at = coalesce(read_at, ?) WHERE id = ? AND to_person = ?')
        .run([at, note, person]).changes > 0
    );
  }
}

const stateOf = (value: unknown): ReviewState => {
  const state = REVIEW_STATES.find((each) => each === value);
  if (state === undefined) throw new Error(`a second review is ${String(value)}`);
  return state;
};

const toReview = (row: SqlRow): StoredReview => ({
  id: SecondReviewId.parse(row.id),
  assessment: AssessmentId.parse(row.assessment_id),
  case: CaseId.parse(row.case_id),
  period: SamplingPeriod.parse(row.period),
  state: stateOf(row.state),
  first: {
    by: PersonId.parse(row.first_by),
    at: String(row.assessed_at),
    judgement: Assessment.parse(JSON.parse(String(row.first_judgement))),
    route: Route.parse(JSON.parse(String(row.first_route))),
  },
  second:
    row.second_by === null
      ? null
      : {
          by: PersonId.parse(row.second_by),
          at: String(row.judged_at),
          judgement: Assessment.parse(JSON.parse(String(row.judgement))),
          route: Route.parse(JSON.parse(String(row.route))),
        },
});
