/** How far two people who rated the same things agree. */
export interface Agreement {
  /** Things both rated. */
  pairs: number;
  /** Things they rated the same. */
  same: number;
  /** Share of things rated the same, in [0, 1]; null where there is none. */
  observed: number | null;
  /**
   * Cohen's kappa: agreement beyond what chance would give, 1 at most, 0 where it is no better than chance. Null where
   * it has no value: nothing was rated, or both always said one and the same.
   */
  kappa: number | null;
}

/**
 * Agreement of two raters over nominal categories (J. Cohen, "A Coefficient of Agreement for Nominal Scales",
 * Educational and Psychological Measurement 20, 1960). "Not said" is a category like any other.
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
  // In whole numbers as long as possible: kappa of perfect agreement is exactly one.
  const kappa = byChance === pairs * pairs ? null : (same * pairs - byChance) / (pairs * pairs - byChance);
  return { pairs, same, observed: same / pairs, kappa };
}
