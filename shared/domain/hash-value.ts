import type { HashAlgorithm } from './hash-algorithm.ts';
import { hashSchema } from './hashes.ts';
import { isPlaceholder, PLACEHOLDER_DETAIL } from './placeholder-hash.ts';

/** Why a text is no hash value. */
export interface HashValueProblem {
  problem: 'bad-hash' | 'known-bad';
  /** A sentence a person can act on. */
  detail: string;
}

/**
 * Reads one hash value in any form that lists, files and people use: hexadecimal digits in either case; PhotoDNA as
 * base64, as hexadecimal digits or as 144 numbers.
 * @returns the canonical text, the same for every form of the same value
 */
export function readHashValue(algorithm: HashAlgorithm, text: string): { value: string } | HashValueProblem {
  const parsed = hashSchema[algorithm].safeParse(text);
  if (!parsed.success) {
    if (algorithm === 'pdq' && /^\s*[0-9a-f]{32}\s*$/i.test(text)) {
      return { problem: 'known-bad', detail: 'The value has 32 digits: it is an MD5 or half a PDQ.' };
    }
    return { problem: 'bad-hash', detail: NEEDS[algorithm] };
  }
  if (isPlaceholder(algorithm, parsed.data)) return { problem: 'known-bad', detail: PLACEHOLDER_DETAIL };
  return { value: parsed.data };
}

const NEEDS: Readonly<Record<HashAlgorithm, string>> = {
  md5: 'The value needs 32 hexadecimal digits.',
  sha1: 'The value needs 40 hexadecimal digits.',
  sha256: 'The value needs 64 hexadecimal digits.',
  pdq: 'The value needs 64 hexadecimal digits.',
  photodna: 'The value needs 192 base64 characters, 288 hexadecimal digits, or 144 numbers from 0 to 255.',
};
