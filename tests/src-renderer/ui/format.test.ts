import { describe, expect, it } from 'vitest';
import { formatFor } from '../../../src-renderer/ui/format.ts';

describe('the format of a language', () => {
  it('says a duration in the largest unit that says it well', () => {
    const { duration } = formatFor('en');
    expect([5_000, 95_000, 3_600_000, 7_200_000, -172_800_000].map(duration)).toEqual([
      '5 s',
      '2 min',
      '60 min',
      '2 h',
      '2 d',
    ]);
  });

  it('names months, so that no day can be taken for another', () => {
    expect(formatFor('en').date('2026-11-12T12:00:00.000Z')).toBe('12 Nov 2026');
    expect(formatFor('de').date('2026-11-12T12:00:00.000Z')).toBe('12. Nov. 2026');
  });

  it('counts hours and minutes of work', () => {
    expect(formatFor('en').clock(65 * 60_000 + 59_000)).toBe('1:05');
  });
});
