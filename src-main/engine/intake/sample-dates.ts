/**
 * The date for which the bundled samples were written; their newest report is a little older. The script that makes
 * them reads it too.
 */
export const SAMPLES_WRITTEN_MS = Date.UTC(2026, 10, 21, 9);

/** The period the samples cover, with a margin: a date outside it (one is absurd on purpose) is not moved. */
const REACH_MS = 60 * 86_400_000;

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g;
const DOTNET_DATE = /\/Date\((\d{1,14})\+0000\)\//g;

/**
 * Moves the dates of a sample file so that it seems to have arrived today: all by the same time, so that order and
 * distances are kept. Only for the bundled files; a person's file is never changed.
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
