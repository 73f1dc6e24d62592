import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import { StatedDestination } from '../../../shared/domain/channels/all-channels.ts';
import { channelOf } from './all-channels.ts';

/** What the record must say for a destination to be used as it stands here. */
export const stateDestination = ({ id, channel }: DestinationInput): StatedDestination =>
  StatedDestination.parse({
    destination: id,
    kind: channel.kind,
    ...channelOf(channel).stated(channel.settings),
    ...(channel.settings.base === undefined ? {} : { base: channel.settings.base }),
  });
