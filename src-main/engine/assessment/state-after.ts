import type { CaseState } from '../../../shared/domain/case.ts';
import type { RouteOutcome } from '../../../shared/domain/policy.ts';

const STATES: Readonly<Record<RouteOutcome, CaseState>> = {
  refer: 'referred',
  close: 'closed',
  hold: 'held',
  escalate: 'escalated',
};

/** The state of a case after a decision whose route ends so. */
export const stateAfter = (outcome: RouteOutcome): CaseState => STATES[outcome];
