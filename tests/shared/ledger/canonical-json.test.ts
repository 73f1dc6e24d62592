import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, isCanonical, isCanonicalLine } from '../../../shared/ledger/canonical-json.ts';

const answered = (work: () => unknown): unknown => {
  try {
    return work();
  } catch {
    return 'no canonical form';
  }
};

/** Names that sort otherwise as numbers, as UTF-16 and as code points, and text with half a character. */
const name = fc.oneof(
  fc.constantFrom('9', '10', '__proto__', '', '\ud83d\ude00', '\uff5e', 'a', 'B'),
  fc.string({ unit: 'binary' }),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\ud800', 'x\udc00', '\\ud800', '\u0001"'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ),
}));

describe('the canonical text of a value', () => {
  test('is what the package canonicalize makes of it', () => {
    fc.assert(
      fc.property(value, (any) => {
        // At the top there is none of `undefined`, which the package answers.
        const whole = [any];
        expect(answered(() => canonicalText(whole))).toEqual(
          answered(() => canonicalize(whole) ?? 'no canonical form'),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('asks a value with a form of its own for it', () => {
    expect(canonicalText({ b: new Date(0), a: 1 })).toBe('{"a":1,"b":"1970-01-01T00:00:00.000Z"}');
  });
});

describe('a line', () => {
  const lines: [string, string, boolean][] = [
    ['names in order', '{"a":{"b":1,"c":[{"d":null}]},"b":"é"}', true],
    ['names out of order', '{"b":1,"a":2}', false],
    ['inner names out of order', '{"a":[{"c":1,"b":2}]}', false],
    ['numbers as names, in the order of text', '{"10":1,"9":2}', true],
    ['numbers as names, in the order of numbers', '{"9":2,"10":1}', false],
    ['a name twice', '{"a":1,"a":1}', false],
    ['a space', '{"a": 1}', false],
    ['half a character', '{"a":"\\ud800"}', false],
    ['a whole character as two escapes', '{"a":"\\ud83d\\ude00"}', false],
    ['a backslash before what looks like half a character', '{"a":"\\\\ud800"}', true],
    ['a prototype', '{"__proto__":{"a":1}}', true],
    ['minus zero', '[-0]', false],
    ['a number with a fraction of zero', '[1.0]', false],
  ];

  test.each(lines)('with %s is judged alike by the quick way and by the long one', (_, line, expected) => {
    const parsed: unknown = JSON.parse(line);
    expect([isCanonicalLine(parsed, line), isCanonical(parsed, line)]).toEqual([expected, expected]);
  });

  test('that JSON.stringify writes is judged alike by both', () => {
    fc.assert(
      fc.property(value, (any) => {
        const line = JSON.stringify([any]);
        const parsed: unknown = JSON.parse(line);
        expect(isCanonicalLine(parsed, line)).toBe(isCanonical(parsed, line));
      }),
      { numRuns: 2000 },
    );
  });
});
