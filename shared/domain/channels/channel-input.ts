import { z } from 'zod';
import { DestinationId } from '../ids.ts';

/**
 * How a form and the terminal ask for one setting of a channel. `address` and `text` are typed; the others are files,
 * and a secret one is never shown again. A `secret-text` is typed into a form, and is the only line of a file at the
 * terminal, where other programs can read what is typed.
 */
export type SettingKind = 'address' | 'text' | 'secret-text' | 'pem' | 'secret-pem';

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
): ChannelSettings<Kind, Kept, Said> => ({
  kind,
  asked,
  Input: z.strictObject({ kind: z.literal(kind), settings: z.strictObject(settings) }),
  Stated: z.strictObject({ ...stated, destination: DestinationId, kind: z.literal(kind) }),
});

/** A PEM file, which may hold several certificates. */
export const Pem = z
  .string()
  .min(1)
  .max(64 * 1024)
  .regex(/^\s*-----BEGIN [A-Z0-9 ]+-----/, { error: 'is not a PEM file' });
