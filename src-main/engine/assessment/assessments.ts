import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Legality } from '../../../shared/domain/assessment.ts';

/** What people decided about cases, as other rooms read it. */
export interface Assessments {
  /** Oldest first. */
  ofCase(caseId: string): AssessmentRecord[];
  /** The decision a case stands by; null where there is none. */
  lastOf(caseId: string): { id: string; legality: Legality } | null;
}
