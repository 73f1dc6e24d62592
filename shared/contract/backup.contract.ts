import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CommandId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Digest } from '../domain/referral.ts';
import { Instant } from '../domain/report.ts';
import { repeatable, unrepeatable } from './procedure.ts';

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

/** How the workstation makes backups by itself, while it is unlocked. */
export const BackupPlan = z.strictObject({
  /** The absolute path of an existing folder. */
  folder: inboundText(1000).min(1),
  /** A backup is made when the last is older. */
  everyHours: z
    .int()
    .min(1)
    .max(24 * 60),
  /** How many are kept; older ones are removed once a new one was read back. */
  keep: z.int().min(1).max(999),
  /** age recipients; none means the recovery key. */
  recipients: z.array(inboundText(100)).max(10),
});
export type BackupPlan = z.infer<typeof BackupPlan>;

export const BackupStatus = z.object({
  plan: BackupPlan.nullable(),
  /** The last backup the workstation made by itself and read back; null where there is none. */
  last: z.object({ at: Instant, file: z.string(), bytes: z.int() }).nullable(),
  /** Why the last try failed, and when the next follows; null where it did not fail. */
  failure: z.object({ at: Instant, problem: z.string(), retryAt: Instant }).nullable(),
  isMaking: z.boolean(),
  /** Whether a backup that is due was not made for more than another interval, or a try failed. */
  isMissed: z.boolean(),
});
export type BackupStatus = z.infer<typeof BackupStatus>;

export const backupContract = {
  /** What the workstation does by itself, and when it last did. Everybody who works here may know it. */
  status: repeatable('work').output(BackupStatus),
  /** Sets what the workstation does by itself; null ends it. Recorded in the ledger, which the engine follows. */
  plan: repeatable('back-up')
    .input(z.strictObject({ command: CommandId, plan: BackupPlan.nullable() }))
    .output(BackupStatus),
  /**
   * A backup of the whole vault as it is now (`hashline-backup/1`), while people work on; recorded in the ledger.
   * Encrypted with age to these recipients, or to the recovery key.
   */
  create: unrepeatable('back-up')
    .input(z.strictObject({ to: z.array(inboundText(100)).min(1).max(10).optional() }).optional())
    .output(eventIterator(BackupStep)),
};
