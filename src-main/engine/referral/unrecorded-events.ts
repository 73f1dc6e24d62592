import type { TakedownEvent } from '../../../shared/domain/takedown.ts';

/**
 * A report is worked on for weeks, with some dozen events; a desk that reports more, or all at once, is not believed.
 */
const MOST_EVENTS = 100;
const MOST_AT_ONCE = 20;
/** Clocks of two organisations may differ by up to a day. */
export const MOST_CLOCK_DIFFERENCE_MS = 86_400_000;

export interface ToldEvents {
  /** Events to be recorded, in the desk's order. */
  fresh: TakedownEvent[];
  /**
   * Number of events left out: dated before the referral or in the future, or beyond the number a referral may have.
   */
  refused: number;
}

/**
 * Selects the plausible events that a desk reported and that are not recorded yet. Each becomes an entry of the ledger,
 * which no desk may fill up, so there is a limit for each report; the desk repeats events beyond it next time. Events
 * are compared by content and not by their place in the list, because a desk may add one later than its time says.
 * @param between when the referral was queued, and now
 */
export function unrecordedEvents(
  recorded: readonly TakedownEvent[],
  told: readonly TakedownEvent[],
  between: { queuedAtMs: number; nowMs: number },
): ToldEvents {
  const known = new Map<string, number>();
  for (const event of recorded) known.set(keyOf(event), (known.get(keyOf(event)) ?? 0) + 1);
  const unknown = told.filter((event) => {
    const left = known.get(keyOf(event)) ?? 0;
    known.set(keyOf(event), left - 1);
    return left <= 0;
  });
  const plausible = unknown.filter(({ at }) => {
    const atMs = Date.parse(at);
    return (
      atMs >= between.queuedAtMs - MOST_CLOCK_DIFFERENCE_MS &&
      atMs <= between.nowMs + MOST_CLOCK_DIFFERENCE_MS
    );
  });
  const room = Math.max(0, MOST_EVENTS - recorded.length);
  const fresh = plausible.slice(0, Math.min(room, MOST_AT_ONCE));
  return { fresh, refused: unknown.length - fresh.length };
}

const keyOf = ({ status, at, country }: TakedownEvent): string => `${at} ${status} ${country ?? ''}`;
