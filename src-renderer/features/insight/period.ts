import type { FiguresPeriod } from '../../../shared/domain/figures/period.ts';

export type Period = 'all' | 'year' | 'month' | 'day';

/** The dates of a period in UTC, `to` not included; the whole time has no dates. */
export function rangeOf(period: Period, now: Date): { from?: string; to?: string } {
  if (period === 'all') return {};
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const day = now.getUTCDate();
  if (period === 'year') return { from: dateOf(year, 0, 1), to: dateOf(year + 1, 0, 1) };
  if (period === 'month') return { from: dateOf(year, month, 1), to: dateOf(year, month + 1, 1) };
  return { from: dateOf(year, month, day), to: dateOf(year, month, day + 1) };
}

/** The month (UTC) of an instant, both days included. */
export const monthOf = (now: Date): FiguresPeriod => ({
  from: dateOf(now.getUTCFullYear(), now.getUTCMonth(), 1),
  through: dateOf(now.getUTCFullYear(), now.getUTCMonth() + 1, 0),
});

/** How many days back the load of people is shown. */
export type Span = 7 | 28;

/** The last `span` days in UTC with today, `to` not included. */
export function lastDays(span: Span, now: Date): { from: string; to: string } {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return { from: dateOf(year, month, day - span + 1), to: dateOf(year, month, day + 1) };
}

/** Every day of a range, in its order. */
export function daysOf({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(from); ms < Date.parse(to); ms += DAY_MS) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}

const DAY_MS = 24 * 3_600_000;
const dateOf = (...parts: [number, number, number]): string =>
  new Date(Date.UTC(...parts)).toISOString().slice(0, 10);
