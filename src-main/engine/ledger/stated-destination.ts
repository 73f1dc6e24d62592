import { canonicalText } from '../../../shared/ledger/entry.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';

/** What the record says of a destination when it is set up. */
export type StatedDestination = DataOf<'destination.added'>;

/** Whether two say the same of the same destination, member by member. */
export const saysTheSame = (one: StatedDestination, other: StatedDestination): boolean =>
  canonicalText(one) === canonicalText(other);
