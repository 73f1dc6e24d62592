import type { Instant } from './report.ts';

/** Dates outside these years are typing errors or attacks; they become "unknown date". */
export const BELIEVABLE_YEARS = { from: 1995, to: 2100 } as const;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const DOT_NET_DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
/**
 * Matches `+01`, `+0100`, `+01:00`, `Z`, `UTC`; PostgreSQL also writes seconds of an offset, which no zone has used
 * since 1972.
 */
const ZONE = String.raw`(?:\s?(?<utc>Z|UTC|GMT)|\s?(?<sign>[+\-\u2212])(?<offsetHour>\d\d)(?::?(?<offsetMinute>\d\d))?)?`;
const CLOCK = String.raw`(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?`;
const FORMS = [
  // ISO 8601 and RFC 3339 in the extended form, PostgreSQL, and Excel's 2026/11/20 9:05.
  String.raw`(?<year>\d{4})(?<mark>[\-/])(?<month>\d\d?)\k<mark>(?<day>\d\d?)(?:[T ]${CLOCK}${ZONE})?`,
  // ISO 8601 in the basic form.
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?:[T ](?<hour>\d\d)(?<minute>\d\d)(?:(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?${ZONE})?`,
  // Excel's 20-Nov-2026, mail's Fri, 20 Nov 2026 09:05:00 +0100.
  String.raw`(?:[a-z]{3},\s)?(?<day>\d\d?)[\- ](?<name>${MONTHS.join('|')})[\- ](?<year>\d{4})(?:,?\s${CLOCK}${ZONE})?`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/**
 * Reads a date in the forms in use that have only one reading: the year first with hyphens or slashes, the basic form
 * of ISO 8601, an English month name, .NET's `/Date(ms+zone)/`. Without a time of day the instant is 0:00, and without
 * an offset it is UTC. Nothing else is guessed: `02/03/2025` is two different days, a bare number may count from three
 * different ones, and `Date.parse` would accept both, and plain words, as it pleases.
 * @returns an instant in UTC, or null where the text is no believable date
 */
export function readDate(text: string): Instant | null {
  const trimmed = text.trim();
  const dotNet = DOT_NET_DATE.exec(trimmed);
  const ms = dotNet ? Number(dotNet[1]) : writtenMs(trimmed);
  if (ms === null || Math.abs(ms) > 8.64e15) return null;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= BELIEVABLE_YEARS.from && year <= BELIEVABLE_YEARS.to ? date.toISOString() : null;
}

function writtenMs(text: string): number | null {
  if (text.length > 64) return null;
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (!groups) return null;
  const part = (name: string): number => Number(groups[name] ?? 0);
  const year = part('year');
  const month = groups.name === undefined ? part('month') - 1 : MONTHS.indexOf(groups.name.toLowerCase());
  const fraction = Math.floor(Number(`0.${groups.fraction ?? 0}`) * 1000);
  if (part('hour') > 23 || part('minute') > 59 || part('second') > 59) return null;
  if (part('offsetHour') > 15 || part('offsetMinute') > 59) return null;
  const ms = Date.UTC(year, month, part('day'), part('hour'), part('minute'), part('second'), fraction);
  // Date.UTC carries over (30 February becomes 2 March) and reads years 0-99 as 1900-1999.
  const day = new Date(ms);
  if (day.getUTCMonth() !== month || day.getUTCDate() !== part('day') || year < 100) return null;
  return (
    ms -
    (groups.sign === undefined || groups.sign === '+' ? 1 : -1) *
      (part('offsetHour') * 60 + part('offsetMinute')) *
      60_000
  );
}
