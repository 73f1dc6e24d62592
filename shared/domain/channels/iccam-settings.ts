import { z } from 'zod';
import { inboundText } from '../inbound-text.ts';
import { Digest } from '../referral.ts';
import { channelSettings, KeyPin, Pem } from './channel-input.ts';

/** A name as ICCAM knows it: one line. */
const Name = inboundText(200)
  .min(1)
  .regex(/^[^\p{Cc}]+$/u, { error: 'is not one line' });

/** INHOPE's ICCAM by its REST interface: client certificate and login, no signed receipts (docs/channels-iccam.md). */
export const iccamSettings = channelSettings('iccam', {
  settings: {
    /** The root of the interface, with a slash at its end: `Authentication` and `rest/` are below it. */
    url: z
      .url({ protocol: /^https$/ })
      .max(2048)
      .regex(/\/$/, { error: 'has no slash at its end' }),
    /** The certificate authority that vouches for the server. */
    ca: Pem,
    /** The hotline's client certificate, and its key. */
    cert: Pem,
    key: Pem,
    /** As in `https-json`: either key of the server is accepted; without both, its authority alone decides. */
    pin: KeyPin.optional(),
    nextPin: KeyPin.optional(),
    username: Name,
    password: Name,
    /** The analyst that ICCAM shows for what Hashline sends. People's own names stay in the hotline. */
    analyst: Name,
    /** Minutes between two pulls of what is assigned to the hotline; 0: only when a person asks. */
    pull: z.string().regex(/^(0|[1-9]\d{0,3})$/, { error: 'is not a number of minutes from 0 to 9999' }),
    /** Milliseconds between two calls; the public code that was read waits 1000. */
    pause: z
      .string()
      .regex(/^(0|[1-9]\d{0,3})$/, { error: 'is not a number of milliseconds from 0 to 9999' }),
  },
  asked: {
    url: 'address',
    ca: 'pem',
    cert: 'pem',
    key: 'secret-pem',
    pin: 'text',
    nextPin: 'text',
    username: 'text',
    password: 'secret-text',
    analyst: 'text',
    pull: 'text',
    pause: 'text',
  },
  stated: {
    url: z.string(),
    caSha256: Digest,
    certSha256: Digest,
    pin: z.string().optional(),
    nextPin: z.string().optional(),
    username: z.string(),
    analyst: z.string(),
  },
});
