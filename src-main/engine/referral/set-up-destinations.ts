import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { DestinationStore } from './destination.store.ts';
import { stateDestination } from './state-destination.ts';

/**
 * The destinations whose rows are as a person configured them. Nothing is exchanged with any other: its row was changed
 * by something other than Hashline.
 */
export const setUpDestinations = (
  store: DestinationStore,
  warrants: Pick<Warrants, 'isSetUp'>,
): DestinationInput[] => store.list().filter((desk) => warrants.isSetUp(stateDestination(desk)));
