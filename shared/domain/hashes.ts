import { z } from 'zod';
import { HashAlgorithm } from './hash-algorithm.ts';
import { canonicalPhotoDna } from './photo-dna.ts';
import { isPlaceholder } from './placeholder-hash.ts';
import { ofForm, told } from './refusal.ts';
import type { RefusalDetail } from './refusal-detail.ts';

/** The form of each kind of hash, as a refusal says it. */
export const HASH_FORM: Readonly<Record<HashAlgorithm, RefusalDetail>> = {
  md5: { code: 'needs-hex-digits', digits: 32 },
  sha1: { code: 'needs-hex-digits', digits: 40 },
  sha256: { code: 'needs-hex-digits', digits: 64 },
  pdq: { code: 'needs-hex-digits', digits: 64 },
  photodna: { code: 'needs-photodna' },
};

const hash = (algorithm: HashAlgorithm, text: z.ZodString, form: RegExp) =>
  ofForm(text, form, HASH_FORM[algorithm], 'bad-hash');
const hex = () => z.string().trim().toLowerCase();

export const Md5 = hash('md5', hex(), /^[0-9a-f]{32}$/);
export const Sha1 = hash('sha1', hex(), /^[0-9a-f]{40}$/);
export const Sha256 = hash('sha256', hex(), /^[0-9a-f]{64}$/);
/** PDQ: 256 bits (facebook/ThreatExchange, pdq/README.md). */
export const Pdq = hash('pdq', hex(), /^[0-9a-f]{64}$/);
/** PhotoDNA: 144 bytes, stored as base64. It is compared only for equality, because its distance is licensed. */
export const PhotoDna = hash('photodna', z.string().overwrite(canonicalPhotoDna), /^[A-Za-z0-9+/]{192}$/);

export const Hashes = z
  .strictObject({
    md5: Md5.optional(),
    sha1: Sha1.optional(),
    sha256: Sha256.optional(),
    pdq: Pdq.optional(),
    photodna: PhotoDna.optional(),
  })
  .refine(
    (hashes) => Object.values(hashes).some((value) => value !== undefined),
    told({ code: 'no-hash' }, 'missing'),
  )
  .refine((hashes) => !hasPlaceholdersAlone(hashes), told({ code: 'all-stand-for-no-hash' }, 'known-bad'));
export type Hashes = z.infer<typeof Hashes>;

const valuesOf = (hashes: Partial<Record<HashAlgorithm, string>>): [HashAlgorithm, string][] =>
  HashAlgorithm.options.flatMap((algorithm): [HashAlgorithm, string][] => {
    const value = hashes[algorithm];
    return value === undefined ? [] : [[algorithm, value]];
  });

function hasPlaceholdersAlone(hashes: Partial<Record<HashAlgorithm, string>>): boolean {
  const values = valuesOf(hashes);
  return values.length > 0 && values.every(([algorithm, value]) => isPlaceholder(algorithm, value));
}

/** Separates the hashes that identify or match something from the kinds of those that stand for "no hash". */
export function withoutPlaceholders(hashes: Hashes): { hashes: Hashes; placeholders: HashAlgorithm[] } {
  const [placeholders, real] = [true, false].map((wanted) =>
    valuesOf(hashes).filter(([algorithm, value]) => isPlaceholder(algorithm, value) === wanted),
  );
  return {
    hashes: Object.fromEntries(real ?? []),
    placeholders: (placeholders ?? []).map(([algorithm]) => algorithm),
  };
}

/** Schema of one hash value of the given algorithm. */
export const hashSchema: Record<HashAlgorithm, z.ZodType<string>> = {
  md5: Md5,
  sha1: Sha1,
  sha256: Sha256,
  pdq: Pdq,
  photodna: PhotoDna,
};

/** The algorithms for which equality means "the same file". PDQ and PhotoDNA are perceptual and do not belong here. */
export const IDENTIFYING_ALGORITHMS = ['sha256', 'sha1', 'md5'] as const satisfies readonly HashAlgorithm[];

/**
 * The keys that identify a file, strongest first: `sha256:…`, `sha1:…`, `md5:…`. Two files are the same when they share
 * any key. A file with only a perceptual hash has that value as its key, so that the same row arriving twice joins one
 * case. A value that stands for "no hash" is no key.
 */
export function fileKeys(hashes: Hashes): string[] {
  const keysOf = (algorithms: readonly HashAlgorithm[]) =>
    algorithms.flatMap((algorithm) => {
      const value = hashes[algorithm];
      return value === undefined || isPlaceholder(algorithm, value) ? [] : [`${algorithm}:${value}`];
    });
  const identifying = keysOf(IDENTIFYING_ALGORITHMS);
  return identifying.length > 0 ? identifying : keysOf(['pdq', 'photodna']);
}

/**
 * The algorithms that show two files to be different although they share a hash: both have such a value, and the values
 * differ. Equal values of a weak algorithm (MD5, SHA-1) can be forged; different values never come from the same bytes.
 */
export function contradictions(a: Hashes, b: Hashes): HashAlgorithm[] {
  return IDENTIFYING_ALGORITHMS.filter((algorithm) => {
    const [one, other] = [a[algorithm], b[algorithm]];
    if (one === undefined || other === undefined || one === other) return false;
    return !isPlaceholder(algorithm, one) && !isPlaceholder(algorithm, other);
  });
}
