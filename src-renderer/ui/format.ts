const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Format {
  number: (value: number) => string;
  percent: (part: number, whole: number) => string;
  date: (instant: string) => string;
  dateTime: (instant: string) => string;
  /** The time of day where that is today, else with the date. */
  sinceWhen: (instant: string, nowMs: number) => string;
  /** A duration in the largest unit that fits: `45 min`, `30 h`, `3 d`. */
  duration: (ms: number) => string;
  /** Hours and minutes, `1:05`. */
  clock: (ms: number) => string;
  bytes: (count: number) => string;
  country: (code: string) => string;
  /** Several things in one sentence. */
  list: (items: readonly string[]) => string;
}

export type Unit = 'day' | 'hour' | 'minute' | 'second';

/**
 * Formats numbers, times and names as a language writes them.
 * @param unit what the language writes behind a number of each unit
 */
export function formatFor(language: string, unit: Readonly<Record<Unit, string>>): Format {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  // Months by name: 11/12 means two different days on the two sides of an ocean.
  const byName = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const region = language === 'en' ? 'en-GB' : language;
  const date = new Intl.DateTimeFormat(region, byName);
  const dateTime = new Intl.DateTimeFormat(region, {
    ...byName,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const time = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit', hour12: false });
  const megabytes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const lists = new Intl.ListFormat(language);
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  return {
    number: (value) => number.format(value),
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part / whole),
    date: (instant) => date.format(new Date(instant)),
    dateTime: (instant) => dateTime.format(new Date(instant)),
    sinceWhen: (instant, nowMs) => {
      const at = new Date(instant);
      const isToday = date.format(at) === date.format(new Date(nowMs));
      return (isToday ? time : dateTime).format(at);
    },
    duration: (ms) => {
      const size = Math.abs(ms);
      if (size >= 48 * HOUR_MS) return `${number.format(Math.round(size / DAY_MS))} ${unit.day}`;
      if (size >= 90 * MINUTE_MS) return `${Math.round(size / HOUR_MS)} ${unit.hour}`;
      if (size >= 90 * SECOND_MS) return `${Math.round(size / MINUTE_MS)} ${unit.minute}`;
      return `${Math.round(size / SECOND_MS)} ${unit.second}`;
    },
    clock: (ms) => {
      const minutes = Math.floor(ms / MINUTE_MS);
      return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
    },
    bytes: (count) =>
      count < 1000_000 ? `${megabytes.format(count / 1000)} kB` : `${megabytes.format(count / 1000_000)} MB`,
    country: (code) => regions.of(code) ?? code,
    list: (items) => lists.format(items),
  };
}
