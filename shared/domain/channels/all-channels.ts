import { z } from 'zod';
import { httpsJsonSettings } from './https-json-settings.ts';

/** Every way of handing over referrals, in the order a form offers them. The engine's side of each stands in `referral/channels/`. */
export const CHANNELS = [httpsJsonSettings] as const;

/** A channel with its settings. */
export const ChannelInput = z.discriminatedUnion('kind', [httpsJsonSettings.Input]);
export type ChannelInput = z.infer<typeof ChannelInput>;

export const ChannelKind = z.enum(CHANNELS.map(({ kind }) => kind));
export type ChannelKind = z.infer<typeof ChannelKind>;

/** What is kept of a channel of one kind. */
export type SettingsOf<Kind extends ChannelKind> = Extract<ChannelInput, { kind: Kind }>['settings'];
