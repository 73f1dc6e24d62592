import { hash } from 'node:crypto';
import { IndexError } from './index-error.ts';

/** The kinds of value that can be looked up. `url`: a 16-byte digest of the canonical form, made by the caller. */
export const INDEX_ALGORITHMS = ['md5', 'sha1', 'sha256', 'photodna', 'url', 'pdq'] as const;
export type IndexAlgorithm = (typeof INDEX_ALGORITHMS)[number];

/** Bytes of a packed value, as callers give it. */
export const VALUE_BYTES: Readonly<Record<IndexAlgorithm, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  photodna: 144,
  url: 16,
  pdq: 32,
};

/** Bytes of a value as segments hold it. PhotoDNA is only compared for equality, so segments hold its SHA-256. */
export const STORED_BYTES = { md5: 16, sha1: 20, sha256: 32, photodna: 32, url: 16, pdq: 32 } as const;

/** @throws IndexError wrong-input where the bytes are not whole values */
export function countValues(algorithm: IndexAlgorithm, values: Uint8Array): number {
  const count = values.length / VALUE_BYTES[algorithm];
  if (Number.isInteger(count)) return count;
  throw new IndexError('wrong-input', `${values.length} bytes are no whole ${algorithm} values`);
}

/** Values as segments hold them; the same array where they do not differ. */
export function storedValues(algorithm: IndexAlgorithm, values: Uint8Array): Uint8Array {
  if (algorithm !== 'photodna') return values;
  const given = VALUE_BYTES.photodna;
  const stored = new Uint8Array((values.length / given) * STORED_BYTES.photodna);
  for (let from = 0, to = 0; from < values.length; from += given, to += STORED_BYTES.photodna) {
    stored.set(hash('sha256', values.subarray(from, from + given), 'buffer'), to);
  }
  return stored;
}
