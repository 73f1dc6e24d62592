import { z } from 'zod';
import { Digest } from '../referral.ts';
import { AgeRecipient, channelSettings, KeyPin, Pem } from './channel-input.ts';

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
    /**
     * The public key that the desk's server has, and the one that it will have after its next change: either is
     * accepted. Without both, its private authority alone decides.
     */
    pin: KeyPin.optional(),
    nextPin: KeyPin.optional(),
    /** The age recipient of the desk, for referrals that are carried as a file while it cannot be reached. */
    recipient: AgeRecipient.optional(),
  },
  asked: {
    url: 'address',
    ca: 'pem',
    cert: 'pem',
    key: 'secret-pem',
    pin: 'text',
    nextPin: 'text',
    recipient: 'text',
  },
  stated: {
    url: z.string(),
    caSha256: Digest,
    certSha256: Digest,
    pin: z.string().optional(),
    nextPin: z.string().optional(),
    recipient: z.string().optional(),
  },
});
