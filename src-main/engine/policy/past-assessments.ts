import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { AssessmentId, CaseId, PersonId } from '../../../shared/domain/ids.ts';

/** An assessment with what a dry run needs. */
export interface AssessedCase {
  assessment: AssessmentId;
  case: CaseId;
  person: PersonId;
  judgement: Assessment;
  subject: string;
  kind: SubjectKind;
}

/** Past assessments for a dry run, without those that were taken back. */
export interface PastAssessments {
  countStanding(): number;
  /** Those made before `before`, the newest first. */
  lastStanding(before: string | null, limit: number): AssessedCase[];
}
