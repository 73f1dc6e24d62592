import type { SamplingPeriod } from '../../../shared/domain/second-review.ts';

/** A month in words: `November 2026`. */
export const periodName = (language: string, period: SamplingPeriod): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${period}-01T00:00:00Z`),
  );
