import { z } from 'zod';
import { DestinationId } from '../ids.ts';

/**
 * How one setting of a channel is asked for, by a form and at the terminal. `address` and `text` are typed; the others are files,
 * of which a secret one is never shown again.
 */
export type SettingKind = 'address' | 'text' | 'pem' | 'secret-pem';

/** How a way of handing over referrals is set up: what is kept of it, how each setting is asked for, and what the record says. */
export interface ChannelSettings<
  Kind extends string,
  Kept extends z.ZodRawShape,
  Said extends z.ZodRawShape,
> {
  readonly kind: Kind;
  /** Of a destination: the channel by name with its settings, as they come in, are stored and are used. */
  readonly Input: z.ZodObject<
    { kind: z.ZodLiteral<Kind>; settings: z.ZodObject<Kept, z.core.$strict> },
    z.core.$strict
  >;
  readonly asked: Readonly<Record<keyof Kept & string, SettingKind>>;
  /** What the record says of a destination when it is set up: everything that decides who gets what is sent, secrets by digest. */
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

/** One PEM file, or several certificates in one. */
export const Pem = z
  .string()
  .min(1)
  .max(64 * 1024)
  .regex(/^\s*-----BEGIN [A-Z0-9 ]+-----/, { error: 'is not a PEM file' });
