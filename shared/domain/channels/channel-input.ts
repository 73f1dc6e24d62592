import { z } from 'zod';

/**
 * How one setting of a channel is asked for, by a form and at the terminal. `address` and `text` are typed; the others are files,
 * of which a secret one is never shown again.
 */
export type SettingKind = 'address' | 'text' | 'pem' | 'secret-pem';

/** How a way of handing over referrals is set up: what is kept of it, and how each setting is asked for. */
export interface ChannelSettings<Kind extends string, Shape extends z.ZodRawShape> {
  readonly kind: Kind;
  /** Of a destination: the channel by name with its settings, as they come in, are stored and are used. */
  readonly Input: z.ZodObject<
    { kind: z.ZodLiteral<Kind>; settings: z.ZodObject<Shape, z.core.$strict> },
    z.core.$strict
  >;
  readonly asked: Readonly<Record<keyof Shape & string, SettingKind>>;
}

export const channelSettings = <Kind extends string, Shape extends z.ZodRawShape>(
  kind: Kind,
  shape: Shape,
  asked: Readonly<Record<keyof Shape & string, SettingKind>>,
): ChannelSettings<Kind, Shape> => ({
  kind,
  asked,
  Input: z.strictObject({ kind: z.literal(kind), settings: z.strictObject(shape) }),
});

/** One PEM file, or several certificates in one. */
export const Pem = z
  .string()
  .min(1)
  .max(64 * 1024)
  .regex(/^\s*-----BEGIN [A-Z0-9 ]+-----/, { error: 'is not a PEM file' });
