/** Controls, characters that change the direction of reading, and those that show nothing. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** Text in which nothing hides: each such character stands as its code point (`<U+202E>`). */
export const withCodePoints = (text: string): string => text.replace(INVISIBLE, codePoint);

/** The same over several lines: line breaks and tabs stay as they are. */
export const linesWithCodePoints = (text: string): string =>
  text.replace(INVISIBLE, (character) =>
    character === '\n' || character === '\t' ? character : codePoint(character),
  );

/** JSON in which nothing hides either: those characters as escapes, so that it says the same (RFC 8259, section 7). */
export const jsonWithEscapes = (json: string): string =>
  json.replace(INVISIBLE, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );

const codePoint = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
