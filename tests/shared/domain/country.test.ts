import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CountryCode } from '../../../shared/domain/country.ts';

const read = (text: string): string | null => CountryCode.safeParse(text).data ?? null;

describe('a country code', () => {
  test('is two letters, whatever their case and the space around them', () => {
    expect(['BE', 'nl', ' fR\n'].map(read)).toEqual(['BE', 'NL', 'FR']);
  });

  test('is not what merely becomes two letters in upper case', () => {
    expect(['ß', 'ﬁ', 'ﬂ', 'ﬆ', 'ıt', 'BEL', 'B', '', '32', 'B-'].map(read)).toEqual(Array(10).fill(null));
  });

  test('is one that is assigned, also where people write another', () => {
    expect(['XK', 'uk', 'EL', 'ZZ', 'AA', 'SU', 'EU'].map(read)).toEqual([
      'XK',
      'GB',
      'GR',
      null,
      null,
      null,
      null,
    ]);
  });

  test('means the same read twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4 }), (text) => {
        const once = read(text);
        expect(once === null || (/^[A-Z]{2}$/.test(once) && read(once) === once)).toBe(true);
      }),
    );
  });
});
