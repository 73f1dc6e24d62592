const MINUTE_MS = 60_000;

/** A policy's rule for breaks: after so much work with cases, so long a rest. */
export interface RestRule {
  afterMinutes: number;
  minutes: number;
}

/** What is known of a person's work since their last rest: one value, overwritten, from which no timeline can be made. */
export interface Stint {
  workedMs: number;
  /** When they were active last. */
  seenAtMs: number;
  /** When the rest that they began ends; null where they take none. */
  restUntilMs: number | null;
}

export const freshStint = (nowMs: number): Stint => ({ workedMs: 0, seenAtMs: nowMs, restUntilMs: null });

/** A rule whose rest is at least a minute, or null. */
export const restRule = (session: {
  breakAfterMinutes: number | null;
  breakMinutes: number;
}): RestRule | null =>
  session.breakAfterMinutes === null
    ? null
    : { afterMinutes: session.breakAfterMinutes, minutes: session.breakMinutes };

/** The stint at this moment: a rest that is over, and an absence as long as one, end it. */
export function stintAt(stint: Stint, nowMs: number, rule: RestRule): Stint {
  const restMs = rule.minutes * MINUTE_MS;
  if (stint.restUntilMs !== null) {
    if (nowMs >= stint.restUntilMs) return freshStint(nowMs);
    // A clock that was set back must not make a rest longer than the rule.
    return { ...stint, restUntilMs: Math.min(stint.restUntilMs, nowMs + restMs) };
  }
  return nowMs - stint.seenAtMs >= restMs ? freshStint(nowMs) : stint;
}

/** Adds work; none is added during a rest. */
export const stintWorked = (stint: Stint, nowMs: number, workedMs: number): Stint =>
  stint.restUntilMs === null ? { ...stint, workedMs: stint.workedMs + workedMs, seenAtMs: nowMs } : stint;

export const beginRest = (stint: Stint, nowMs: number, rule: RestRule): Stint => ({
  ...stint,
  restUntilMs: nowMs + rule.minutes * MINUTE_MS,
});

/** Puts the rest off by so much work, for a reason that the ledger keeps. */
export const putOffRest = (stint: Stint, byMs: number, rule: RestRule): Stint => ({
  ...stint,
  workedMs: Math.max(0, Math.min(stint.workedMs, rule.afterMinutes * MINUTE_MS - byMs)),
  restUntilMs: null,
});

/** How much more work there can be until a rest is due; 0 where it is due or being taken. */
export const untilRestMs = (stint: Stint, rule: RestRule): number =>
  stint.restUntilMs === null ? Math.max(0, rule.afterMinutes * MINUTE_MS - stint.workedMs) : 0;
