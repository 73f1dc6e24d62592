/** Matches controls, characters that change the reading direction, and characters that display nothing. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** The text without hidden characters: each of them is replaced by its code point (`<U+202E>`). */
export const withCodePoints = (text: string): string => text.replace(INVISIBLE, codePoint);

/** The same over several lines: line breaks and tabs are kept. */
export const linesWithCodePoints = (text: string): string =>
  text.replace(INVISIBLE, (character) =>
    character === '\n' || character === '\t' ? character : codePoint(character),
  );

/**
 * JSON without hidden characters: they are written as escapes, so that its meaning stays the same (RFC 8259, section
 * 7).
 */
export const jsonWithEscapes = (json: string): string =>
  json.replace(INVISIBLE, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );

const codePoint = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
