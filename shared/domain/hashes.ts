import { z } from 'zod';

/**
 * The hash algorithms Hashline knows. The type is always explicit: 64 hexadecimal digits may be a SHA-256 or a
 * PDQ, so it is never inferred from length.
 */
export const HashAlgorithm = z.enum(['md5', 'sha1', 'sha256', 'pdq', 'photodna']);
export type HashAlgorithm = z.infer<typeof HashAlgorithm>;

const hex = (digits: number) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`), { error: `needs ${digits} hexadecimal digits` });

export const Md5 = hex(32);
export const Sha1 = hex(40);
export const Sha256 = hex(64);
/** PDQ: 256 bits (facebook/ThreatExchange, pdq/README.md). */
export const Pdq = hex(64);
/** PhotoDNA: 144 bytes as base64; compared for equality only, its distance is licensed. */
export const PhotoDna = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9+/]{192}$/, { error: 'needs 192 base64 characters (144 bytes)' });

export const Hashes = z
  .strictObject({
    md5: Md5.optional(),
    sha1: Sha1.optional(),
    sha256: Sha256.optional(),
    pdq: Pdq.optional(),
    photodna: PhotoDna.optional(),
  })
  .refine((hashes) => Object.values(hashes).some((value) => value !== undefined), {
    error: 'needs at least one hash',
  });
export type Hashes = z.infer<typeof Hashes>;

/** Schema of one hash value of the given algorithm. */
export const hashSchema: Record<HashAlgorithm, z.ZodType<string>> = {
  md5: Md5,
  sha1: Sha1,
  sha256: Sha256,
  pdq: Pdq,
  photodna: PhotoDna,
};

/** The algorithms whose equality means "the same file"; PDQ and PhotoDNA are perceptual and do not. */
export const IDENTIFYING_ALGORITHMS = ['sha256', 'sha1', 'md5'] as const satisfies readonly HashAlgorithm[];

/**
 * Keys under which a file is the same file, strongest first: `sha256:…`, `sha1:…`, `md5:…`.
 * Two files are the same when they share any key. A file known by a perceptual hash alone is keyed by that value,
 * so that the same row arriving twice joins one case.
 */
export function fileKeys(hashes: Hashes): string[] {
  const keysOf = (algorithms: readonly HashAlgorithm[]) =>
    algorithms.flatMap((algorithm) => {
      const value = hashes[algorithm];
      return value === undefined ? [] : [`${algorithm}:${value}`];
    });
  const identifying = keysOf(IDENTIFYING_ALGORITHMS);
  return identifying.length > 0 ? identifying : keysOf(['pdq', 'photodna']);
}
