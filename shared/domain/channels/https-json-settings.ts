import { z } from 'zod';
import { Digest } from '../referral.ts';
import { AgeRecipient, channelSettings, Pem } from './channel-input.ts';

/** A desk that speaks Hashline's own exchange: HTTPS with client certificates, signed receipts (docs/exchange.md). */
export const httpsJsonSettings = channelSettings('https-json', {
  settings: {
    /** The address to which referrals are posted. */
    url: z.url({ protocol: /^https$/ }).max(2048),
    /** The private certificate authority that vouches for the desk. */
    ca: Pem,
    /** The hotline's client certificate for this desk, and its key. */
    cert: Pem,
    key: Pem,
    /** The age recipient of the desk, for referrals that are carried as a file while it cannot be reached. */
    recipient: AgeRecipient.optional(),
  },
  asked: { url: 'address', ca: 'pem', cert: 'pem', key: 'secret-pem', recipient: 'text' },
  stated: { url: z.string(), caSha256: Digest, certSha256: Digest, recipient: z.string().optional() },
});
