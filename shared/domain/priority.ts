import type { CaseFacts, CaseState, PriorityTerm } from './case.ts';
import type { KnownAs } from './case-match.ts';
import type { Policy } from './policy.ts';

/** The facts that determine a case's priority, apart from the time. */
export interface PriorityFacts {
  facts: CaseFacts;
  /** The status that lists give the case, or null where nothing matched. */
  knownAs: KnownAs | null;
}

export interface Priority {
  /** Sum of the terms; higher is shown first. */
  score: number;
  why: PriorityTerm[];
}

const HOUR_MS = 3_600_000;

/**
 * Sums up a case's lasting priority from terms that can be shown. A case that matches nothing known and was reported more
 * than once may show a new victim; a known-baseline match is quick to send and marked so.
 */
export function priorityOf({ facts, knownAs }: PriorityFacts, policy: Policy): Priority {
  const weights = policy.priority;
  const candidates: [PriorityTerm['code'], number, boolean][] = [
    ['possible-new-victim', weights.possibleNewVictim, knownAs === null && facts.sightings > 1],
    ['several-sightings', weights.severalSightings, facts.sightings > 1],
    ['domestic-hosting', weights.domesticHosting, facts.hostingCountry === policy.jurisdiction],
    ['trusted-source', weights.trustedSource, facts.trusted],
    ['known-baseline', weights.knownBaseline, knownAs === 'baseline'],
  ];
  return summed(
    candidates.flatMap(([code, points, holds]) => (holds && points !== 0 ? [{ code, points }] : [])),
  );
}

/** Deadlines up to this moment are near. */
export const nearUntil = (nowMs: number, policy: Policy): string =>
  new Date(nowMs + policy.review.nearHours * HOUR_MS).toISOString();

/**
 * The priority at a moment: what lasts, and the points of a deadline that is near. These are added whenever a case is read
 * and never stored, because they change for many cases at once without any act. Nothing is due of a decided case.
 */
export function priorityAt(
  lasting: Priority & { state: CaseState; dueAt: string },
  nowMs: number,
  policy: Policy,
): Priority {
  const points = policy.priority.deadlineNear;
  const waits = lasting.state === 'open' || lasting.state === 'held' || lasting.state === 'escalated';
  if (!waits || points === 0 || lasting.dueAt > nearUntil(nowMs, policy))
    return { score: lasting.score, why: lasting.why };
  return summed([...lasting.why, { code: 'deadline-near', points }]);
}

const summed = (why: PriorityTerm[]): Priority => ({
  score: why.reduce((sum, term) => sum + term.points, 0),
  why,
});
