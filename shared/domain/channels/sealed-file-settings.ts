import { z } from 'zod';
import { Digest } from '../referral.ts';
import { AgeRecipient, channelSettings, Pem } from './channel-input.ts';

/** A desk that gets its referrals as an encrypted file, carried by hand, and signs receipts for them (docs/exchange.md). */
export const sealedFileSettings = channelSettings('sealed-file', {
  settings: {
    /** The age recipient of the desk: only who has its identity opens the file. */
    recipient: AgeRecipient,
    /** The private certificate authority that vouches for the desk's receipts. */
    ca: Pem,
  },
  asked: { recipient: 'text', ca: 'pem' },
  stated: { recipient: z.string(), caSha256: Digest },
});
