import { z } from 'zod';

/**
 * The hash algorithms Hashline knows. The type is always explicit: 64 hexadecimal digits may be a SHA-256 or a
 * PDQ, so it is never inferred from length without a person who sees and confirms it.
 */
export const HashAlgorithm = z.enum(['md5', 'sha1', 'sha256', 'pdq', 'photodna']);
export type HashAlgorithm = z.infer<typeof HashAlgorithm>;
