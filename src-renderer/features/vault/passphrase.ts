export const SHORTEST_PASSPHRASE = 12;

export type Strength = 'none' | 'short' | 'weak' | 'fair' | 'strong';

/**
 * A rough estimate of how hard a passphrase is to guess: different characters and words count, repetition does not. It
 * is a hint; only the least length is enforced.
 */
export function strengthOf(passphrase: string): Strength {
  if (passphrase === '') return 'none';
  if (passphrase.length < SHORTEST_PASSPHRASE) return 'short';
  const words = new Set(
    passphrase
      .toLowerCase()
      .split(/[\s\-_.,]+/)
      .filter((word) => word.length > 2),
  ).size;
  const different = new Set(passphrase).size;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(passphrase)).length;
  const points = Math.min(different, 16) + words * 4 + kinds * 2 + Math.min(passphrase.length - 12, 12);
  if (different < 6) return 'weak';
  return points >= 40 ? 'strong' : points >= 28 ? 'fair' : 'weak';
}

/** Letters and digits that are not confused when read from a screen or from paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A passphrase of five groups of four, about 99 bits. */
export function makePassphrase(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const letters: string[] = [];
  while (letters.length < 20) {
    for (const byte of random(new Uint8Array(32))) {
      // Bytes beyond the last whole multiple would favour the first letters.
      if (byte < ALPHABET.length * 8) letters.push(ALPHABET[byte % ALPHABET.length] ?? '');
    }
  }
  return [0, 4, 8, 12, 16].map((at) => letters.slice(at, at + 4).join('')).join('-');
}
