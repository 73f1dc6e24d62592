import { z } from 'zod';
import { BaseName } from '../base-name.ts';
import { DestinationId } from '../ids.ts';

/**
 * How a form and the terminal ask for one setting of a channel. `address` and `text` are typed; the others are files,
 * and a secret one is never shown again. A `secret-text` is typed into a form, and is the only line of a file at the
 * terminal, where other programs can read what is typed. A `choice` is one of the words of its schema.
 */
export type SettingKind = 'address' | 'text' | 'secret-text' | 'choice' | 'pem' | 'secret-pem';

/**
 * Defines how a channel is configured: its stored settings, how each is asked for, and what the ledger states about
 * them.
 */
export interface ChannelSettings<
  Kind extends string,
  Kept extends z.ZodRawShape,
  Said extends z.ZodRawShape,
> {
  readonly kind: Kind;
  /** The channel's name with its settings, in the same form as input, in storage and in use. */
  readonly Input: z.ZodObject<
    { kind: z.ZodLiteral<Kind>; settings: z.ZodObject<Kept, z.core.$strict> },
    z.core.$strict
  >;
  readonly asked: Readonly<Record<keyof Kept & string, SettingKind>>;
  /**
   * The ledger's statement about a destination when it is configured: everything that decides who receives its
   * referrals, with secrets as digests.
   */
  readonly Stated: z.ZodObject<
    Said & { destination: typeof DestinationId; kind: z.ZodLiteral<Kind> },
    z.core.$strict
  >;
}

/** What every channel can be set to beside its own settings: the base to which its desk adds what it gets. */
type Common = { base: z.ZodOptional<typeof BaseName> };

export const channelSettings = <
  const Kind extends string,
  Kept extends z.ZodRawShape,
  Said extends z.ZodRawShape,
>(
  kind: Kind,
  {
    settings,
    asked,
    stated,
  }: { settings: Kept; asked: Readonly<Record<keyof Kept & string, SettingKind>>; stated: Said },
): ChannelSettings<Kind, Kept & Common, Said & Common> => ({
  kind,
  asked: { ...asked, base: 'text' },
  Input: z.strictObject({
    kind: z.literal(kind),
    settings: z.strictObject({ ...settings, base: BaseName.optional() }),
  }),
  Stated: z.strictObject({
    ...stated,
    base: BaseName.optional(),
    destination: DestinationId,
    kind: z.literal(kind),
  }),
});

/** Whether a channel works without the setting. */
export const isOptionalSetting = (
  channel: { readonly Input: z.ZodObject<{ settings: z.ZodObject; kind: z.ZodType }> },
  name: string,
): boolean => channel.Input.shape.settings.shape[name]?.safeParse(undefined).success ?? false;

/** A PEM file, which may hold several certificates. */
export const Pem = z
  .string()
  .min(1)
  .max(64 * 1024)
  .regex(/^\s*-----BEGIN [A-Z0-9 ]+-----/, { error: 'is not a PEM file' });

/** Base64 SHA-256 of a server's public key (SubjectPublicKeyInfo in DER; RFC 7469, section 2.4). */
export const KeyPin = z
  .string()
  .regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, { error: 'is not a key pin' });

/** A native recipient of age (age-encryption.org/v1, X25519): Bech32 in lower case. Its checksum is checked when it is set. */
export const AgeRecipient = z
  .string()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/, { error: 'is not an age recipient' });
