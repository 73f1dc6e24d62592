import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { inboundText } from '../domain/inbound-text.ts';
import { Digest } from '../domain/referral.ts';
import { Instant } from '../domain/report.ts';
import { unrepeatable } from './procedure.ts';

/** A backup that was made. */
export const BackupMade = z.object({
  at: Instant,
  /** Entries of the ledger in it, and the RFC 6962 root over them, base64. */
  entries: z.int(),
  root: z.string(),
  /** Of the whole file. */
  bytes: z.int(),
  /** Of what is encrypted. */
  sha256: Digest,
  /** age recipients: whoever has the identity of one of them can read it. */
  recipients: z.array(z.string()),
});
export type BackupMade = z.infer<typeof BackupMade>;

/** The next piece of the file, base64, and how far the database is copied; or that it is complete. */
const BackupStep = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('copying'), bytes: z.int(), totalBytes: z.int(), piece: z.base64() }),
  z.object({ phase: z.literal('done'), result: BackupMade }),
]);
export type BackupStep = z.infer<typeof BackupStep>;

export const backupContract = {
  /**
   * A backup of the whole vault as it is now (`hashline-backup/1`), while people work on; recorded in the ledger.
   * Encrypted with age to these recipients, or to the recovery key.
   */
  create: unrepeatable('back-up')
    .input(z.strictObject({ to: z.array(inboundText(100)).min(1).max(10).optional() }).optional())
    .output(eventIterator(BackupStep)),
};
