/** With fewer items, kappa says more about chance than about people, so it is not shown. */
export const KAPPA_FROM_PAIRS = 20;

/** How far two people who rated the same items agree. */
export interface Agreement {
  /** Number of items both rated. */
  pairs: number;
  /** Number of items they rated the same. */
  same: number;
  /** Share of items rated the same, in [0, 1]; null where there are no items. */
  observed: number | null;
  /**
   * Cohen's kappa: agreement beyond chance, at most 1, and 0 where it is no better than chance. Null where it is
   * undefined: nothing was rated, or both always gave the same single rating.
   */
  kappa: number | null;
}

/**
 * Agreement of two raters over nominal categories (J. Cohen, "A Coefficient of Agreement for Nominal Scales",
 * Educational and Psychological Measurement 20, 1960). "Not stated" is a category like any other.
 */
export function agreementOf(ratings: Iterable<readonly [string | null, string | null]>): Agreement {
  const first = new Map<string | null, number>();
  const second = new Map<string | null, number>();
  let pairs = 0;
  let same = 0;
  for (const [one, other] of ratings) {
    pairs += 1;
    if (one === other) same += 1;
    first.set(one, (first.get(one) ?? 0) + 1);
    second.set(other, (second.get(other) ?? 0) + 1);
  }
  if (pairs === 0) return { pairs, same, observed: null, kappa: null };
  let byChance = 0;
  for (const [category, count] of first) byChance += count * (second.get(category) ?? 0);
  // Integers as long as possible, so that the kappa of perfect agreement is exactly one.
  const kappa = byChance === pairs * pairs ? null : (same * pairs - byChance) / (pairs * pairs - byChance);
  return { pairs, same, observed: same / pairs, kappa };
}
