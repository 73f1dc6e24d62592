import { findMedia } from './hash-only.ts';

const LONGEST = 300;

/**
 * What a desk or a mail server said, as one bounded line. It comes from outside: control and direction characters are
 * dropped. Null where it could be media, which is withheld.
 */
export const tidyWords = (text: string): string | null =>
  findMedia(text)
    ? null
    : text
        .slice(0, LONGEST)
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
        .trim();
