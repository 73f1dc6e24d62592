import { z } from 'zod';
import { canonicalText } from '../../../shared/ledger/entry.ts';

/**
 * What the record says of a destination when it is set up. The rest is the channel's to say: where it is, and by digest who
 * vouches for it and who comes to it.
 */
export const StatedDestination = z.looseObject({ destination: z.string(), kind: z.string() });
export type StatedDestination = z.infer<typeof StatedDestination>;

/** Whether two say the same of the same destination, member by member. */
export const saysTheSame = (one: StatedDestination, other: StatedDestination): boolean =>
  canonicalText(one) === canonicalText(other);
