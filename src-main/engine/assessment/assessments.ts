import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Legality } from '../../../shared/domain/assessment.ts';

/** People's decisions about cases, as other rooms read them. */
export interface Assessments {
  /** Oldest first. */
  ofCase(caseId: string): AssessmentRecord[];
  /** The decision in force for a case; null where there is none. */
  lastOf(caseId: string): { id: string; legality: Legality } | null;
}
