import { describe, expect, it } from 'vitest';
import { jsonWithEscapes, linesWithCodePoints, withCodePoints } from '../../../shared/domain/visible-text.ts';

/** One of each kind: escape, C1's own escape, override, isolate, zero width, soft hyphen, mark for order, beyond the first plane. */
const HIDDEN = ['\u001b', '\u009b', '\u202e', '\u2066', '\u200b', '\u00ad', '\ufeff', '\u{e0001}'];

describe('text from outside', () => {
  it.each(HIDDEN)('shows %j as its code point, wherever it is written', (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    expect([withCodePoints(`a${character}b`), linesWithCodePoints(`a${character}b`)]).toEqual(
      Array(2).fill(`a<U+${code}>b`),
    );
  });

  it('keeps its lines where it may have several, and not where it is one', () => {
    expect([linesWithCodePoints('a\n\tb'), withCodePoints('a\nb')]).toEqual(['a\n\tb', 'a<U+000A>b']);
  });

  it('says the same as JSON, in characters that all show', () => {
    const value = { text: `${HIDDEN.join('x')} é 😀` };
    const json = jsonWithEscapes(JSON.stringify(value));
    expect(JSON.parse(json)).toEqual(value);
    expect(withCodePoints(json)).toBe(json);
  });
});
