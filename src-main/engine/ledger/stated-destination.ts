import { z } from 'zod';
import { Digest } from '../../../shared/domain/referral.ts';

/** What the record says of a destination when it is set up: where it is, and by digest who vouches for it and who comes to it. */
export const StatedDestination = z.object({
  destination: z.string(),
  kind: z.string(),
  url: z.string(),
  caSha256: Digest,
  certSha256: Digest,
});
export type StatedDestination = z.infer<typeof StatedDestination>;

/** Whether two say the same of the same destination. */
export const saysTheSame = (one: StatedDestination, other: StatedDestination): boolean =>
  one.destination === other.destination &&
  one.kind === other.kind &&
  one.url === other.url &&
  one.caSha256 === other.caSha256 &&
  one.certSha256 === other.certSha256;
