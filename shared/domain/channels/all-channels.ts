import { z } from 'zod';
import { httpsJsonSettings } from './https-json-settings.ts';
import { iccamSettings } from './iccam-settings.ts';
import { sealedFileSettings } from './sealed-file-settings.ts';
import { xarfMailSettings } from './xarf-mail-settings.ts';

/**
 * Every channel for referrals, in the order in which a form offers them. The engine's side of each is in
 * `referral/channels/`.
 */
export const CHANNELS = [httpsJsonSettings, iccamSettings, xarfMailSettings, sealedFileSettings] as const;

/** A channel with its settings. */
export const ChannelInput = z.discriminatedUnion('kind', [
  httpsJsonSettings.Input,
  iccamSettings.Input,
  xarfMailSettings.Input,
  sealedFileSettings.Input,
]);
export type ChannelInput = z.infer<typeof ChannelInput>;

/** The ledger's statement about a destination when it is configured. */
export const StatedDestination = z.discriminatedUnion('kind', [
  httpsJsonSettings.Stated,
  iccamSettings.Stated,
  xarfMailSettings.Stated,
  sealedFileSettings.Stated,
]);
export type StatedDestination = z.infer<typeof StatedDestination>;

export const ChannelKind = z.enum(CHANNELS.map(({ kind }) => kind));
export type ChannelKind = z.infer<typeof ChannelKind>;

type NamesOf<Channel> = Channel extends { readonly asked: infer Asked } ? keyof Asked & string : never;

/** A setting of any channel. */
export const SettingName = z.enum([
  ...new Set(CHANNELS.flatMap(({ asked }) => Object.keys(asked) as NamesOf<(typeof CHANNELS)[number]>[])),
]);
export type SettingName = z.infer<typeof SettingName>;

/** The stored settings of a channel of one kind. */
export type SettingsOf<Kind extends ChannelKind> = Extract<ChannelInput, { kind: Kind }>['settings'];

/** The ledger's statement about the settings of a channel of one kind. */
export type StatedOf<Kind extends ChannelKind> = Omit<
  Extract<StatedDestination, { kind: Kind }>,
  'destination' | 'kind'
>;
