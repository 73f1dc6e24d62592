import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countTrigrams,
  excerptOf,
  needlesOf,
  rarestOf,
  trigramsOf,
  wordsOf,
} from '../../../shared/domain/search-text.ts';

const sighting = (subject: string) => ({ subject, referrer: null, reference: null });

const finds = (asked: string, subject: string): boolean =>
  needlesOf(asked).some((needle) => wordsOf(sighting(subject), null).includes(needle));

describe('a search', () => {
  test.each([
    ['www.site.example', true],
    ['hxxps://www[.]site[.]example/a?b', true],
    ['site[.]exam', true],
    ['w', true],
    ['ww', true],
    ['si', false],
    ['other', false],
  ])('for %s finds a page of www.site.example: %s', (asked, is) => {
    expect(finds(asked, 'https://www.site.example/a?b=c')).toBe(is);
  });

  test('for any part of an address of three characters or more finds it', () => {
    const part = fc.tuple(fc.nat(40), fc.integer({ min: 3, max: 20 }));
    fc.assert(
      fc.property(part, fc.webUrl({ withQueryParameters: true }), ([from, length], url) => {
        const bare = url.replace(/^https?:\/\//, '');
        const asked = bare.slice(from, from + length);
        fc.pre(/^[\w./?=&-]{3,}$/.test(asked));
        expect(finds(asked, url)).toBe(true);
      }),
    );
  });

  test('for blanks finds nothing', () => {
    expect(needlesOf('  ')).toEqual([]);
  });

  test('asks the index only for what stands in every text that has it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3, unit: 'grapheme' }), fc.string(), fc.string(), (asked, a, b) => {
        for (const three of trigramsOf(asked)) expect(`${a}${asked}${b}`).toContain(three);
      }),
    );
  });
});

test('the rarest parts of a text are those that few others have', () => {
  const counts = countTrigrams(['www.a.example', 'www.b.example', 'www.q7z.example']);
  expect([counts.get('www'), counts.get('exa'), counts.get('q7z')]).toEqual([3, 3, 1]);
  expect(rarestOf('www.q7z.example', counts).toSorted()).toEqual(
    ['.q7', '7z.', 'q7z', 'w.q', 'z.e'].toSorted(),
  );
});

test('an excerpt shows the place and little around it', () => {
  const text = 'One sentence before. The WORDS in question. One sentence behind.';
  expect([excerptOf(text, 'words', 4), excerptOf('words', 'words', 4), excerptOf(text, 'none', 4)]).toEqual([
    '…The WORDS in…',
    'words',
    null,
  ]);
});
