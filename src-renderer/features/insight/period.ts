export type Period = 'all' | 'year' | 'month' | 'day';

/** The dates of a period in UTC, `to` not included; of everything, none. */
export function rangeOf(period: Period, now: Date): { from?: string; to?: string } {
  if (period === 'all') return {};
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const day = now.getUTCDate();
  const date = (...parts: [number, number, number]) =>
    new Date(Date.UTC(...parts)).toISOString().slice(0, 10);
  if (period === 'year') return { from: date(year, 0, 1), to: date(year + 1, 0, 1) };
  if (period === 'month') return { from: date(year, month, 1), to: date(year, month + 1, 1) };
  return { from: date(year, month, day), to: date(year, month, day + 1) };
}
