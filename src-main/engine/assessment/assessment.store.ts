import { z } from 'zod';
import { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import { Assessment, Legality } from '../../../shared/domain/assessment.ts';
import { CaseState, Reopened, SubjectKind } from '../../../shared/domain/case.ts';
import { AssessmentId, CaseId, PersonId } from '../../../shared/domain/ids.ts';
import type { RouteOutcome } from '../../../shared/domain/policy.ts';
import { Route } from '../../../shared/domain/routing.ts';
import { agree } from '../../../shared/domain/second-review.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { DecidedAs } from '../cases/stored-case.ts';
import type { AssessedCase, PastAssessments } from '../policy/past-assessments.ts';
import type { Database } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';
import type { Assessments } from './assessments.ts';
import type { ParallelDecisions, Parallels } from './parallels.ts';
import type { JudgedRow } from './signed-judgement.ts';

type Record = z.infer<typeof AssessmentRecord>;
/** A decision that was just made, by the person of this id. */
type NewAssessment = Omit<Record, 'by' | 'withdrawnAt' | 'parallelTo'> & { by: PersonId };

/** The decision on a case that stands. */
export interface StandingDecision {
  id: AssessmentId;
  /** The place of its entry, and the workstation that made it. */
  position: number;
  device: string;
}

/** The state that taking a decision back restores. */
export const StateBefore = z.object({ state: CaseState, reopened: Reopened.nullable() });
export type StateBefore = z.infer<typeof StateBefore>;

/** The decisions on a case that were not taken back, and were not made beside another: the last one stands. */
const STANDS = 'case_id = ? AND withdrawn_at IS NULL AND parallel_to IS NULL';

/** People's decisions, one row for each; only withdrawals change a row. */
export class AssessmentStore implements Assessments, Parallels, PastAssessments {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param before the state of the case before the decision, and when it was due
   * @param made the place of its entry, the workstation that made it, and the decision that stands beside it
   * @returns its number
   */
  insert(
    caseId: string,
    record: NewAssessment,
    { dueAt, ...before }: StateBefore & { dueAt: string },
    made: Omit<StandingDecision, 'id'> & { parallelTo: AssessmentId | null },
  ): number {
    const { lastInsertRowid: number } = this.#db
      .prepare(
        `INSERT OR FAIL INTO assessments (id, case_id, person_id, assessed_at, legality, category, judgement, route,
         state_before, due_at, held_until, corrects, correction_reason, position, device, parallel_to)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        record.id,
        caseId,
        record.by,
        record.assessedAt,
        record.judgement.legality,
        record.route.category,
        canonicalText(record.judgement),
        canonicalText(record.route),
        canonicalText(before),
        dueAt,
        record.heldUntil,
        record.corrects?.assessment ?? null,
        record.corrects?.reason ?? null,
        made.position,
        made.device,
        made.parallelTo,
      ]);
    return number;
  }

  /** The last decision on a case that was not taken back, and was not made beside another, as cases are found by it. */
  decidedAs(caseId: string): DecidedAs | null {
    const row = this.#db
      .prepare(
        `SELECT number, person_id, legality, category FROM assessments
         WHERE ${STANDS} ORDER BY number DESC LIMIT 1`,
      )
      .get([caseId]);
    return row
      ? {
          number: Number(row.number),
          by: PersonId.parse(row.person_id),
          legality: Legality.parse(row.legality),
          category: String(row.category),
        }
      : null;
  }

  /** The last decision on a case that was not taken back, and was not made beside another; null where there is none. */
  standingOf(caseId: string): StandingDecision | null {
    const row = this.#db
      .prepare(
        `SELECT id, position, device FROM assessments
         WHERE ${STANDS} ORDER BY number DESC LIMIT 1`,
      )
      .get([caseId]);
    if (!row) return null;
    return { id: AssessmentId.parse(row.id), position: Number(row.position), device: String(row.device) };
  }

  /** What an assessment was made beside; null where it stands, or stood, by itself. */
  parallelTo(id: string): AssessmentId | null {
    const row = this.#db.prepare('SELECT parallel_to FROM assessments WHERE id = ?').get([id]);
    return row?.parallel_to == null ? null : AssessmentId.parse(row.parallel_to);
  }

  /** The first of those made beside a decision that nobody took back. */
  firstBeside(id: string): { id: AssessmentId; outcome: RouteOutcome } | null {
    const row = this.#db
      .prepare(
        `SELECT id, route FROM assessments WHERE parallel_to = ? AND withdrawn_at IS NULL ORDER BY number LIMIT 1`,
      )
      .get([id]);
    if (!row) return null;
    const { outcome } = Route.parse(JSON.parse(String(row.route)));
    return { id: AssessmentId.parse(row.id), outcome };
  }

  /** Lets an assessment stand that was made beside another, with the others beside it. */
  letStand(id: AssessmentId, insteadOf: AssessmentId): void {
    this.#db.prepare('UPDATE assessments SET parallel_to = NULL WHERE id = ?').run([id]);
    this.besideAnother(insteadOf, id);
  }

  /** Those made beside a decision are beside the one that replaced it. */
  besideAnother(before: AssessmentId, now: AssessmentId): void {
    this.#db.prepare('UPDATE assessments SET parallel_to = ? WHERE parallel_to = ?').run([now, before]);
  }

  /** Notes that it was recorded that two were made at once. */
  markParalleled(id: string, at: string): void {
    this.#db.prepare('UPDATE assessments SET paralleled_at = ? WHERE id = ?').run([at, id]);
  }

  /**
   * Decisions of a workstation beside another person's that were not recorded as such.
   * @param settled the entries whose order is settled
   */
  untoldParallels(device: string, settled: number): ParallelDecisions[] {
    return this.#db
      .prepare(
        `SELECT p.case_id, f.id AS first, f.person_id AS first_by, f.judgement AS first_judgement, f.route AS first_route,
           p.id AS second, p.person_id AS second_by, p.judgement, p.route
         FROM assessments p JOIN assessments f ON f.id = p.parallel_to
         WHERE p.parallel_to IS NOT NULL AND p.paralleled_at IS NULL AND p.device = ? AND p.position < ?
           AND p.withdrawn_at IS NULL AND f.person_id <> p.person_id ORDER BY p.number`,
      )
      .all([device, settled])
      .map((row) => {
        const said = (judgement: unknown, route: unknown) => ({
          judgement: Assessment.parse(JSON.parse(String(judgement))),
          route: Route.parse(JSON.parse(String(route))),
        });
        return {
          case: CaseId.parse(row.case_id),
          ...{ first: AssessmentId.parse(row.first), firstBy: PersonId.parse(row.first_by) },
          ...{ second: AssessmentId.parse(row.second), secondBy: PersonId.parse(row.second_by) },
          agree: agree(said(row.first_judgement, row.first_route), said(row.judgement, row.route)),
        };
      });
  }

  /** Marks a decision as taken back by its author. @throws Failure INTEGRITY where there is none */
  withdraw(id: string, at: string): void {
    const { changes } = this.#db
      .prepare('UPDATE assessments SET withdrawn_at = ? WHERE id = ?')
      .run([at, id]);
    if (changes === 0) throw damaged({ problem: 'assessment-missing', assessment: id });
  }

  /** The state of the case before an assessment. */
  stateBefore(id: string): StateBefore {
    const row = this.#db.prepare('SELECT state_before FROM assessments WHERE id = ?').get([id]);
    return StateBefore.parse(JSON.parse(String(row?.state_before)));
  }

  isWithdrawn(id: string): boolean {
    return (
      this.#db.prepare('SELECT 1 FROM assessments WHERE id = ? AND withdrawn_at IS NOT NULL').get([id]) !==
      undefined
    );
  }

  countWithdrawn(): number {
    return Number(
      this.#db.prepare('SELECT count(*) AS n FROM assessments WHERE withdrawn_at IS NOT NULL').get()?.n,
    );
  }

  /** A decision as it is stored, to be compared with what was signed. */
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

  lastOf(caseId: string): { id: string; legality: Legality } | null {
    const row = this.#db
      .prepare(
        `SELECT id, legality FROM assessments WHERE case_id = ? AND withdrawn_at IS NULL AND parallel_to IS NULL
         ORDER BY number DESC LIMIT 1`,
      )
      .get([caseId]);
    return row ? { id: String(row.id), legality: Legality.parse(row.legality) } : null;
  }

  ofCase(caseId: string): Record[] {
    return this.#db
      .prepare(
        `SELECT a.*, p.name FROM assessments a JOIN person_names p ON p.id = a.person_id WHERE a.case_id = ? ORDER BY a.number`,
      )
      .all([caseId])
      .map((row) =>
        AssessmentRecord.parse({
          id: row.id,
          assessedAt: row.assessed_at,
          by: { id: row.person_id, name: row.name },
          judgement: JSON.parse(String(row.judgement)),
          route: JSON.parse(String(row.route)),
          heldUntil: row.held_until,
          withdrawnAt: row.withdrawn_at,
          parallelTo: row.parallel_to,
          corrects:
            row.corrects === null ? null : { assessment: row.corrects, reason: row.correction_reason },
        }),
      );
  }

  countStanding(): number {
    return Number(
      this.#db
        .prepare('SELECT count(*) AS n FROM assessments WHERE withdrawn_at IS NULL AND parallel_to IS NULL')
        .get()?.n ?? 0,
    );
  }

  lastStanding(before: string | null, limit: number): AssessedCase[] {
    return this.#db
      .prepare(
        `SELECT a.id, a.case_id, a.person_id, a.judgement, c.subject, c.kind
         FROM assessments a JOIN case_subjects c ON c.id = a.case_id
         WHERE a.number < coalesce((SELECT number FROM assessments WHERE id = ?), 1 << 53) AND a.withdrawn_at IS NULL
           AND a.parallel_to IS NULL
         ORDER BY a.number DESC LIMIT +?`,
      )
      .all([before, limit])
      .map((row) => ({
        assessment: AssessmentId.parse(row.id),
        case: CaseId.parse(row.case_id),
        person: PersonId.parse(row.person_id),
        judgement: Assessment.parse(JSON.parse(String(row.judgement))),
        subject: String(row.subject),
        kind: SubjectKind.parse(row.kind),
      }));
  }

  /** Erases the notes of these cases' decisions, and why some were corrected. */
  erase(cases: readonly string[]): void {
    this.#db
      .prepare(
        `UPDATE assessments SET judgement = json_set(judgement, '$.note', ''),
           correction_reason = CASE WHEN correction_reason IS NOT NULL THEN '' END
         WHERE case_id IN (SELECT value FROM json_each(?))`,
      )
      .run([JSON.stringify(cases)]);
  }

  /** After a merge, decisions on one case belong to the case it was merged into. */
  repoint(from: string, to: string): void {
    this.#db.prepare('UPDATE assessments SET case_id = ? WHERE case_id = ?').run([to, from]);
  }
}
