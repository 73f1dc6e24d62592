import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';

/** The configuration of a destination as the ledger states it. */
export type StatedDestination = DataOf<'destination.added'>;

/** Whether two statements give a destination the same configuration, member by member. */
export const saysTheSame = (one: StatedDestination, other: StatedDestination): boolean =>
  canonicalText(one) === canonicalText(other);
