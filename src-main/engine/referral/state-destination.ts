import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import { StatedDestination } from '../../../shared/domain/channels/all-channels.ts';
import { channelOf } from './all-channels.ts';

/** Of each destination that was read, because its certificates are parsed for it. */
const statedOf = new WeakMap<DestinationInput, StatedDestination>();

/** What the record must say for a destination to be used as it stands here. */
export function stateDestination(desk: DestinationInput): StatedDestination {
  const stated = statedOf.get(desk) ?? state(desk);
  statedOf.set(desk, stated);
  return stated;
}

const state = ({ id, channel }: DestinationInput): StatedDestination =>
  StatedDestination.parse({
    destination: id,
    kind: channel.kind,
    ...channelOf(channel).stated(channel.settings),
    ...(channel.settings.base === undefined ? {} : { base: channel.settings.base }),
  });
