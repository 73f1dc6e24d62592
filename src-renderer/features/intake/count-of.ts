import type { NoticeCounts } from '../../../shared/domain/refusal.ts';

/** How many notices there are in all. */
export const countOf = (counts: NoticeCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
