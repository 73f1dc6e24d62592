import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { AssessmentId, CaseId } from '../../../shared/domain/ids.ts';

/** A recorded decision of the person at work that can still be taken back. */
export interface HeldDecision {
  case: CaseId;
  subject: string;
  caseKind: SubjectKind;
  assessment: AssessmentId;
  judgement: Assessment;
  heldUntil: string;
}

export const isHeldAt = ({ heldUntil }: Pick<HeldDecision, 'heldUntil'>, nowMs: number): boolean =>
  Date.parse(heldUntil) > nowMs;

/** The decision that is taken back first: the newest that still can be. */
export const newestHeld = (held: readonly HeldDecision[], nowMs: number): HeldDecision | null =>
  held.findLast((each) => isHeldAt(each, nowMs)) ?? null;

/** What is held once one more is; those whose time is over are forgotten. */
export const withHeld = (
  held: readonly HeldDecision[],
  decision: HeldDecision,
  nowMs: number,
): HeldDecision[] => [...held.filter((each) => isHeldAt(each, nowMs)), decision];
