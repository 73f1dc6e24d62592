import type { HashAlgorithm } from './hash-algorithm.ts';
import { HASH_FORM, hashSchema } from './hashes.ts';
import { isPlaceholder } from './placeholder-hash.ts';
import type { RefusalDetail } from './refusal-detail.ts';

/** What a value of the right form is that is no hash all the same. */
export type KnownBadDetail = { code: 'stands-for-no-hash' | 'half-pdq' };

/** Why a text is no hash value. */
export type HashValueProblem =
  | { problem: 'bad-hash'; detail: RefusalDetail }
  | { problem: 'known-bad'; detail: KnownBadDetail };

/**
 * Reads one hash value in any form that lists, files and people use: hexadecimal digits in either case; PhotoDNA as
 * base64, as hexadecimal digits or as 144 numbers.
 * @returns the canonical text, the same for every form of the same value
 */
export function readHashValue(algorithm: HashAlgorithm, text: string): { value: string } | HashValueProblem {
  const parsed = hashSchema[algorithm].safeParse(text);
  if (!parsed.success) {
    if (algorithm === 'pdq' && /^\s*[0-9a-f]{32}\s*$/i.test(text)) {
      return { problem: 'known-bad', detail: { code: 'half-pdq' } };
    }
    return { problem: 'bad-hash', detail: HASH_FORM[algorithm] };
  }
  if (isPlaceholder(algorithm, parsed.data))
    return { problem: 'known-bad', detail: { code: 'stands-for-no-hash' } };
  return { value: parsed.data };
}
