import type { ListMeaning, ListTrust } from './hash-list.ts';

/** One list that holds a value. */
export interface ListOpinion {
  meaning: ListMeaning;
  trust: ListTrust;
}

/** The combined statement of all lists that hold a value. */
export interface ListVerdict {
  /** The meaning that prevails; null where only negative lists hold the value. */
  meaning: Exclude<ListMeaning, 'negative'> | null;
  /** The highest trust among the lists with that meaning. */
  trust: ListTrust | null;
  /** A negative list holds the value: the match is ignored, but shown with the meaning it would have. */
  suppressed: boolean;
  /** Some lists call the value illegal and others legal, so a person must decide. */
  conflict: boolean;
}

/** The stronger claim comes first: where lists disagree, the weaker one never closes a case. */
const RANK = ['baseline', 'national', 'known-legal', 'watch'] as const;
const TRUST = ['high', 'medium', 'low'] as const;

/**
 * Weighs the lists that hold one value. Trust never outvotes meaning: a trusted known-legal list does not silence
 * another list's baseline, but makes a conflict. The order of the opinions does not matter.
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
