import type { ListMeaning, ListTrust } from './hash-list.ts';

/** One list that holds a value. */
export interface ListOpinion {
  meaning: ListMeaning;
  trust: ListTrust;
}

/** What all lists that hold a value say together. */
export interface ListVerdict {
  /** What stands; null where only negative lists hold the value. */
  meaning: Exclude<ListMeaning, 'negative'> | null;
  /** The trust of the best list of that meaning. */
  trust: ListTrust | null;
  /** A negative list holds the value: the match counts for nothing, but is shown together with what it would be. */
  suppressed: boolean;
  /** Some lists call the value illegal and others legal: a person looks. */
  conflict: boolean;
}

/** The stronger claim first: where lists disagree nothing is closed because of the weaker one. */
const RANK = ['baseline', 'national', 'known-legal', 'watch'] as const;
const TRUST = ['high', 'medium', 'low'] as const;

/**
 * Weighs the lists that hold one value. Trust never outvotes meaning: a trusted known-legal list does not silence
 * another list's baseline, it makes a conflict. The order of the opinions does not count.
 */
export function weighLists(opinions: readonly ListOpinion[]): ListVerdict {
  const says = (meaning: ListMeaning): boolean => opinions.some((opinion) => opinion.meaning === meaning);
  const meaning = RANK.find(says) ?? null;
  const trust = TRUST.find((level) =>
    opinions.some((opinion) => opinion.meaning === meaning && opinion.trust === level),
  );
  return {
    meaning,
    trust: trust ?? null,
    suppressed: says('negative'),
    conflict: says('known-legal') && (says('baseline') || says('national')),
  };
}
