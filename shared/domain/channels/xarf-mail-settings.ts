import { z } from 'zod';
import { inboundText } from '../inbound-text.ts';
import { MailAddress } from '../mail-address.ts';
import { Digest } from '../referral.ts';
import { channelSettings, Pem } from './channel-input.ts';

/** One line that may stand in a letter. */
const Line = inboundText(200)
  .min(1)
  .regex(/^[^\r\n\t]+$/, { error: 'is not one line' });

/** Whether the first notice to an address waits for a person who has looked at that address. */
const FirstNotice = z.enum(['ask', 'send']);

/**
 * Notices to providers by mail, with a report in XARF 4.2 (docs/channels.md): over a mail server, or as files in a
 * folder from which another program sends them.
 */
export const xarfMailSettings = channelSettings('xarf-mail', {
  settings: {
    /** `smtp://host:587`, where STARTTLS is required, or `smtps://host:465`. Either this or `folder`. */
    server: inboundText(300).min(1).optional(),
    /** The authority that vouches for the mail server; without it, those that the system trusts. */
    ca: Pem.optional(),
    user: Line.optional(),
    password: Line.optional(),
    /** The folder into which each notice is written as `<referral>.eml`, and its report as `<referral>.json`. */
    folder: inboundText(1000).min(1).optional(),
    /** The hotline's own address: sender of the notices, and where providers answer. */
    from: MailAddress,
    /** The hotline's name as providers know it. */
    organisation: Line,
    /** The authority that named the hotline a trusted flagger (DSA, Article 22); absent where none did. */
    flagger: Line.optional(),
    first: FirstNotice.optional(),
  },
  asked: {
    server: 'text',
    ca: 'pem',
    user: 'text',
    password: 'secret-text',
    folder: 'text',
    from: 'text',
    organisation: 'text',
    flagger: 'text',
    first: 'choice',
  },
  stated: {
    server: z.string().optional(),
    caSha256: Digest.optional(),
    user: z.string().optional(),
    folder: z.string().optional(),
    from: z.string(),
    organisation: z.string(),
    flagger: z.string().optional(),
    first: FirstNotice,
  },
});
