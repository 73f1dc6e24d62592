import { type HashAlgorithm, hashSchema } from './hashes.ts';

/** Why a text is no hash value. */
export interface HashValueProblem {
  problem: 'bad-hash' | 'known-bad';
  /** A sentence a person can act on. */
  detail: string;
}

/**
 * Reads one hash value as lists write it: hexadecimal digits in either case; PhotoDNA as 192 base64 characters or as
 * 144 numbers with commas.
 * @returns the canonical text, the same for every way of writing the same value
 */
export function readHashValue(algorithm: HashAlgorithm, text: string): { value: string } | HashValueProblem {
  const parsed = hashSchema[algorithm].safeParse(text);
  if (!parsed.success) {
    const numbers = algorithm === 'photodna' ? photoDnaOfNumbers(text) : null;
    if (numbers !== null) return { value: numbers };
    if (algorithm === 'pdq' && /^\s*[0-9a-f]{32}\s*$/i.test(text)) {
      return { problem: 'known-bad', detail: 'The value has 32 digits: it is an MD5 or half a PDQ.' };
    }
    return { problem: 'bad-hash', detail: NEEDS[algorithm] };
  }
  if (algorithm === 'pdq' && /^0+$/.test(parsed.data)) {
    return { problem: 'known-bad', detail: 'The value is nothing but zeros; it would match empty pictures.' };
  }
  return { value: parsed.data };
}

const NEEDS: Readonly<Record<HashAlgorithm, string>> = {
  md5: 'The value needs 32 hexadecimal digits.',
  sha1: 'The value needs 40 hexadecimal digits.',
  sha256: 'The value needs 64 hexadecimal digits.',
  pdq: 'The value needs 64 hexadecimal digits.',
  photodna: 'The value needs 192 base64 characters or 144 numbers from 0 to 255 with commas.',
};

const PHOTO_DNA_BYTES = 144;
const PHOTO_DNA_NUMBERS = /^\s*\d{1,3}(?:\s?,\s?\d{1,3}){143}\s*$/;

function photoDnaOfNumbers(text: string): string | null {
  if (text.length > PHOTO_DNA_BYTES * 6 || !PHOTO_DNA_NUMBERS.test(text)) return null;
  const bytes = text.split(',').map(Number);
  if (bytes.some((byte) => byte > 255)) return null;
  return btoa(String.fromCharCode(...bytes));
}
