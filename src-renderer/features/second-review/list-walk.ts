import type { SecondReviewId } from '../../../shared/domain/ids.ts';

interface Listed {
  review: SecondReviewId;
}

/** The item so many steps away, or the first where none is open. */
export function neighbourOf<Item extends Listed>(
  items: readonly Item[],
  open: SecondReviewId | null,
  steps: 1 | -1,
): Item | null {
  const at = items.findIndex(({ review }) => review === open);
  return (at < 0 ? items[0] : items[at + steps]) ?? null;
}

/** The item to show after this one is done: the next, else the one before. */
export function afterLeaving<Item extends Listed>(
  items: readonly Item[],
  leaving: SecondReviewId,
): Item | null {
  const at = items.findIndex(({ review }) => review === leaving);
  return items[at + 1] ?? items[at - 1] ?? null;
}
