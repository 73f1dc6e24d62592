import type { HashList } from '../../../shared/contract/lists.contract.ts';

const DAY_MS = 86_400_000;

/** The age of a list, where its date says one. */
export type ListAge = { kind: 'no-date' } | { kind: 'future' } | { kind: 'old' | 'fresh'; days: number };

export function ageOf(list: Pick<HashList, 'asOf' | 'isStale'>, nowMs: number): ListAge {
  if (list.asOf === null) return { kind: 'no-date' };
  const days = Math.floor((nowMs - Date.parse(`${list.asOf}T00:00:00.000Z`)) / DAY_MS);
  if (!list.isStale) return { kind: 'fresh', days: Math.max(days, 0) };
  return days < 0 ? { kind: 'future' } : { kind: 'old', days };
}

/** The number of hash values and addresses on a list. */
export const sizeOf = ({ counts }: Pick<HashList, 'counts'>): number =>
  Object.values(counts.hashes).reduce((sum, count) => sum + count, counts.urls);
