/** The moment the bundled samples were written for: their newest report is a little older. Read by the script that makes them too. */
export const SAMPLES_WRITTEN_MS = Date.UTC(2026, 10, 21, 9);

/** What the samples reach back to, with room: a date outside of it (one is absurd on purpose) stays as it is. */
const REACH_MS = 60 * 86_400_000;

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g;
const DOTNET_DATE = /\/Date\((\d{1,14})\+0000\)\//g;

/**
 * Moves the dates of a sample file so that it looks as if it had come in today: each by the same time, so that their order and distances
 * stay. For the bundled files alone; a person's file is never changed.
 */
export function datesFromNow(text: string, nowMs: number): string {
  const shiftMs = nowMs - SAMPLES_WRITTEN_MS;
  const isSamples = (ms: number) => ms <= SAMPLES_WRITTEN_MS && ms >= SAMPLES_WRITTEN_MS - REACH_MS;
  return text
    .replace(INSTANT, (found) => {
      const ms = Date.parse(found);
      return isSamples(ms) ? new Date(ms + shiftMs).toISOString() : found;
    })
    .replace(DOTNET_DATE, (found, digits: string) =>
      isSamples(Number(digits)) ? `/Date(${Number(digits) + shiftMs}+0000)/` : found,
    );
}
