import type { AssessmentRecord, CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import { mayDo } from '../../../shared/domain/duty.ts';

/**
 * The assessment that a decided case stands by; null where the case still waits. One that was made beside another seat's
 * decision is not in force, however late it was made.
 */
export function decisionOf({ summary, assessments }: CaseDetail): AssessmentRecord | null {
  if (!isDecided(summary.state)) return null;
  return (
    assessments.findLast(({ withdrawnAt, parallelTo }) => withdrawnAt === null && parallelTo === null) ?? null
  );
}

/** Whether the person may correct this decision: its author and supervisors may. */
export const mayCorrect = (decision: AssessmentRecord, person: Person): boolean =>
  mayDo(person.role, 'assess') && (decision.by.id === person.id || person.role === 'supervisor');
