import type { TakedownEvent } from '../../../shared/domain/takedown.ts';

/** A report is worked on for weeks and told of some dozen times; a desk that tells more, or all at once, tells nothing. */
const MOST_EVENTS = 100;
const MOST_AT_ONCE = 20;
/** Clocks of two organisations differ; a day is more than that. */
const DAY_MS = 86_400_000;

export interface ToldEvents {
  /** To be recorded, in the order they were told. */
  fresh: TakedownEvent[];
  /** Left out: dated before the referral or in the future, or more than a referral has. */
  refused: number;
}

/**
 * What a desk tells that is not recorded yet, as far as it can be true: each becomes an entry of the ledger, which no desk may fill.
 * Compared by content and not by place in the list: a desk may add an event later than its time says. What is beyond the bound of one
 * time is told again the next time.
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
    return atMs >= between.queuedAtMs - DAY_MS && atMs <= between.nowMs + DAY_MS;
  });
  const room = Math.max(0, MOST_EVENTS - recorded.length);
  const fresh = plausible.slice(0, Math.min(room, MOST_AT_ONCE));
  return { fresh, refused: unknown.length - fresh.length };
}

const keyOf = ({ status, at, country }: TakedownEvent): string => `${at} ${status} ${country ?? ''}`;
