import type { CaseFacts, PriorityTerm } from './case.ts';
import type { KnownAs } from './case-match.ts';
import type { Policy } from './policy.ts';

/** The facts that determine a case's priority. */
export interface PriorityFacts {
  facts: CaseFacts;
  /** The status that lists give the case, or null where nothing matched. */
  knownAs: KnownAs | null;
  dueAtMs: number | null;
  nowMs: number;
}

export interface Priority {
  /** Sum of the terms; higher is shown first. */
  score: number;
  why: PriorityTerm[];
  /** When the score next changes by itself (the deadline comes near), or null. */
  changesAtMs: number | null;
}

const HOUR_MS = 3_600_000;

/**
 * Sums up a case's priority from terms that can be shown. A case that matches nothing known and was reported more than
 * once may show a new victim; a known-baseline match is quick to send and marked so.
 */
export function priorityOf({ facts, knownAs, dueAtMs, nowMs }: PriorityFacts, policy: Policy): Priority {
  const weights = policy.priority;
  const nearAtMs = dueAtMs === null ? null : dueAtMs - policy.review.nearHours * HOUR_MS;
  const near = nearAtMs !== null && nearAtMs <= nowMs;
  const candidates: [PriorityTerm['code'], number, boolean][] = [
    ['possible-new-victim', weights.possibleNewVictim, knownAs === null && facts.sightings > 1],
    ['several-sightings', weights.severalSightings, facts.sightings > 1],
    ['domestic-hosting', weights.domesticHosting, facts.hostingCountry === policy.jurisdiction],
    ['deadline-near', weights.deadlineNear, near],
    ['trusted-source', weights.trustedSource, facts.trusted],
    ['known-baseline', weights.knownBaseline, knownAs === 'baseline'],
  ];
  const why = candidates.flatMap(([code, points, holds]) =>
    holds && points !== 0 ? [{ code, points }] : [],
  );
  return {
    score: why.reduce((sum, term) => sum + term.points, 0),
    why,
    changesAtMs: near ? null : nearAtMs,
  };
}
