import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { StatedDestination } from '../ledger/stated-destination.ts';
import { channelOf } from './channels/all-channels.ts';

/** What the record must say for a destination to be used as it stands here. */
export const stateDestination = ({ id, channel }: DestinationInput): StatedDestination => ({
  destination: id,
  kind: channel.kind,
  ...channelOf(channel).stated(channel.settings),
});
