import type { NoticeCounts } from '../../../shared/domain/refusal.ts';

/** The number of all notices. */
export const countOf = (counts: NoticeCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
