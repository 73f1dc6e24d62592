import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { AssessmentId, CaseId, PersonId } from '../../../shared/domain/ids.ts';

/** An assessment as a dry run looks at it. */
export interface AssessedCase {
  assessment: AssessmentId;
  case: CaseId;
  person: PersonId;
  judgement: Assessment;
  subject: string;
  kind: SubjectKind;
}

/** What people decided so far, for a dry run: without what was taken back. */
export interface PastAssessments {
  countStanding(): number;
  /** The newest first, those made before `before`. */
  lastStanding(before: string | null, limit: number): AssessedCase[];
}
