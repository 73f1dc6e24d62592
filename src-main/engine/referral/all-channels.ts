import type {
  ChannelInput,
  ChannelKind,
  SettingsOf,
  StatedOf,
} from '../../../shared/domain/channels/all-channels.ts';
import type { Channel } from './channels/channel.ts';
import { httpsJson } from './channels/https-json/https-json.ts';
import { iccam } from './channels/iccam/iccam.ts';
import { sealedFile } from './channels/sealed-file/sealed-file.ts';
import { xarfMail } from './channels/xarf-mail/xarf-mail.ts';

const CHANNELS: { readonly [Kind in ChannelKind]: Channel<SettingsOf<Kind>, StatedOf<Kind>> } = {
  'https-json': httpsJson,
  iccam,
  'xarf-mail': xarfMail,
  'sealed-file': sealedFile,
};

/** The channel of a destination. The schema of both guarantees that its settings are of the same kind. */
export const channelOf = ({ kind }: ChannelInput): Channel<SettingsOf<ChannelKind>, StatedOf<ChannelKind>> =>
  CHANNELS[kind];
