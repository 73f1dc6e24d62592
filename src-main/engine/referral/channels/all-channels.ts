import type {
  ChannelInput,
  ChannelKind,
  SettingsOf,
} from '../../../../shared/domain/channels/all-channels.ts';
import type { Channel } from './channel.ts';
import { httpsJson } from './https-json/https-json.ts';

const CHANNELS: { readonly [Kind in ChannelKind]: Channel<SettingsOf<Kind>> } = { 'https-json': httpsJson };

/** The channel of a destination. Its settings are of the same kind, which the schema of both saw to. */
export const channelOf = ({ kind }: ChannelInput): Channel<ChannelInput['settings']> => CHANNELS[kind];
