import { z } from 'zod';
import { httpsJsonSettings } from './https-json-settings.ts';

/** Every way of handing over referrals, in the order a form offers them. The engine's side of each stands in `referral/channels/`. */
export const CHANNELS = [httpsJsonSettings] as const;

/** A channel with its settings. */
export const ChannelInput = z.discriminatedUnion('kind', [httpsJsonSettings.Input]);
export type ChannelInput = z.infer<typeof ChannelInput>;

/** What the record says of a destination when it is set up. */
export const StatedDestination = z.discriminatedUnion('kind', [httpsJsonSettings.Stated]);
export type StatedDestination = z.infer<typeof StatedDestination>;

export const ChannelKind = z.enum(CHANNELS.map(({ kind }) => kind));
export type ChannelKind = z.infer<typeof ChannelKind>;

/** What is kept of a channel of one kind. */
export type SettingsOf<Kind extends ChannelKind> = Extract<ChannelInput, { kind: Kind }>['settings'];

/** What the record says of the settings of a channel of one kind. */
export type StatedOf<Kind extends ChannelKind> = Omit<
  Extract<StatedDestination, { kind: Kind }>,
  'destination' | 'kind'
>;
