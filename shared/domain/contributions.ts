/** What a destination says of the base that it adds to. */
interface Contributing {
  settings: Readonly<Record<string, string>>;
  contributed: number | null;
}

/** How many referrals were delivered for each base, by the name of the base, over all destinations that add to it. */
export function contributionsOf(
  destinations: readonly Contributing[],
): { base: string; referrals: number }[] {
  const sums = new Map<string, number>();
  for (const { settings, contributed } of destinations)
    if (settings.base !== undefined && contributed !== null)
      sums.set(settings.base, (sums.get(settings.base) ?? 0) + contributed);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([base, referrals]) => ({ base, referrals }));
}
