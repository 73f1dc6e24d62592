import type { TakedownEvent } from '../../../shared/domain/takedown.ts';

const keyOf = ({ status, at, country }: TakedownEvent): string => `${at} ${status} ${country ?? ''}`;

/**
 * What a desk tells that is not recorded yet. Compared by content and not by place in the list: a desk may add an event
 * later than its time says.
 */
export function unrecordedEvents(
  recorded: readonly TakedownEvent[],
  told: readonly TakedownEvent[],
): TakedownEvent[] {
  const known = new Map<string, number>();
  for (const event of recorded) known.set(keyOf(event), (known.get(keyOf(event)) ?? 0) + 1);
  return told.filter((event) => {
    const left = known.get(keyOf(event)) ?? 0;
    known.set(keyOf(event), left - 1);
    return left <= 0;
  });
}
