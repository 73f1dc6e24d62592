import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { StatedDestination } from '../ledger/stated-destination.ts';
import { channelOf } from './channels/all-channels.ts';

/** The statement the ledger must hold for a destination to be used with its present settings. */
export const stateDestination = ({ id, channel }: DestinationInput): StatedDestination => ({
  destination: id,
  kind: channel.kind,
  ...channelOf(channel).stated(channel.settings),
});
