import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, locales } from '../../../shared/locales/locales.ts';
import { formatFor } from '../../../src-renderer/ui/format.ts';

const formatIn = (language: Language) => formatFor(language, locales[language].unit);

describe('the format of a language', () => {
  it('says a duration in the largest unit that says it well', () => {
    const { duration } = formatIn('en');
    expect([5_000, 95_000, 3_600_000, 7_200_000, -172_800_000].map(duration)).toEqual([
      '5 s',
      '2 min',
      '60 min',
      '2 h',
      '2 d',
    ]);
  });

  it('writes units as the language does', () => {
    expect(LANGUAGES.map((language) => [language, formatIn(language).duration(7_200_000)])).toEqual([
      ['en', '2 h'],
      ['nl', '2 u'],
      ['fr', '2 h'],
      ['de', '2 h'],
    ]);
  });

  it('names months, so that no day can be taken for another', () => {
    expect(formatIn('en').date('2026-11-12T12:00:00.000Z')).toBe('12 Nov 2026');
    expect(formatIn('de').date('2026-11-12T12:00:00.000Z')).toBe('12. Nov. 2026');
  });

  it('says since when by the time alone on the same day, and with the date on another', () => {
    const { sinceWhen } = formatIn('en');
    const at = new Date(2026, 10, 30, 14, 2);
    const later = (day: number) => new Date(2026, 10, day, 23, 59).getTime();
    expect([sinceWhen(at.toISOString(), later(30)), sinceWhen(at.toISOString(), later(31))]).toEqual([
      '14:02',
      '30 Nov 2026, 14:02',
    ]);
  });

  it('counts hours and minutes of work', () => {
    expect(formatIn('en').clock(65 * 60_000 + 59_000)).toBe('1:05');
  });
});
