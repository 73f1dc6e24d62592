import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { AssessmentId, CaseId } from '../../../shared/domain/ids.ts';

/** A recorded decision of the person at work that can still be taken back. */
export interface HeldDecision {
  case: CaseId;
  subject: string;
  caseKind: SubjectKind;
  assessment: AssessmentId;
  heldUntil: string;
  /** Set where it stands for several decisions that were made together, and are taken back together. */
  together?: { count: number; takeBack: () => Promise<void> };
}

export const isHeldAt = ({ heldUntil }: Pick<HeldDecision, 'heldUntil'>, nowMs: number): boolean =>
  Date.parse(heldUntil) > nowMs;

/** The decision that would be taken back first: the newest that still can be. */
export const newestHeld = (held: readonly HeldDecision[], nowMs: number): HeldDecision | null =>
  held.findLast((each) => isHeldAt(each, nowMs)) ?? null;

/**
 * Adds decisions to those that can be taken back and forgets those whose time is over. A decision that cannot be taken
 * back has no time.
 */
export const withHeld = (
  held: readonly HeldDecision[],
  decisions: readonly (Omit<HeldDecision, 'heldUntil'> & { heldUntil: string | null })[],
  nowMs: number,
): HeldDecision[] => [
  ...held.filter((each) => isHeldAt(each, nowMs)),
  ...decisions.flatMap(({ heldUntil, ...decision }) =>
    heldUntil === null ? [] : [{ ...decision, heldUntil }],
  ),
];
