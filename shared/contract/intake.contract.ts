import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { BatchId, CaseId, CommandId, ReportId, UploadId } from '../domain/ids.ts';
import { ImportProfile, ProfileName, SavedProfile } from '../domain/import-profile.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Notice, NoticeCounts, Refusal } from '../domain/refusal.ts';
import { Instant, ReportInput } from '../domain/report.ts';
import { repeatable, unrepeatable } from './procedure.ts';

export const IntakeFormat = z.enum(['scart-csv', 'vics-json', 'hashline-jsonl']);
export type IntakeFormat = z.infer<typeof IntakeFormat>;

/** The same, and tables that are read as a saved profile says. */
export const ReadFormat = z.enum([...IntakeFormat.options, 'table']);
export type ReadFormat = z.infer<typeof ReadFormat>;

/** The result of importing a file. */
export const ImportResult = z.object({
  batch: BatchId,
  format: ReadFormat,
  reports: z.number().int(),
  subjects: z.number().int(),
  casesNew: z.number().int(),
  casesJoined: z.number().int(),
  /** How many of the joined cases were decided and are open again. */
  casesReopened: z.number().int(),
  /** The first 1,000; `refusedTotal` counts all. */
  refused: z.array(Refusal),
  refusedTotal: z.number().int(),
  /**
   * Conversions of the file, and notices about what was accepted all the same; the first 1,000. `noticeCounts` counts
   * all.
   */
  notices: z.array(Notice),
  noticeCounts: NoticeCounts,
  alreadyImported: z.boolean(),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** What importing a file would do; nothing was changed. */
export const ImportTrial = ImportResult.omit({ batch: true, refused: true }).extend({
  /** The first refusals, and what the field or else the row holds: text from outside, to be shown defanged. */
  problems: z.array(z.object({ refusal: Refusal, value: z.string().nullable() })),
});
export type ImportTrial = z.infer<typeof ImportTrial>;

/** Progress of an import. `trying`: of a trial, which stores nothing. `reading` checks the whole file and changes nothing; `storing` can no longer be refused. */
export const ImportProgress = z.discriminatedUnion('phase', [
  z.object({
    phase: z.enum(['reading', 'storing', 'trying']),
    bytes: z.number(),
    totalBytes: z.number(),
    rows: z.number().int(),
    totalRows: z.number().int().nullable(),
    refused: z.number().int(),
    rowsPerSecond: z.number(),
    remainingMs: z.number().nullable(),
  }),
  z.object({ phase: z.literal('done'), result: ImportResult }),
  z.object({ phase: z.literal('tried'), trial: ImportTrial }),
]);
export type ImportProgress = z.infer<typeof ImportProgress>;
/** A step on the way. */
export type ImportStep = Exclude<ImportProgress, { phase: 'done' | 'tried' }>;

export const Batch = z.object({
  id: BatchId,
  fileName: z.string(),
  format: ReadFormat,
  /** The name of the profile that a table was read with. */
  profile: z.string().nullable(),
  digest: z.string(),
  state: z.enum(['storing', 'done']),
  importedAt: Instant,
  importedBy: z.string(),
  reports: z.number().int(),
  subjects: z.number().int(),
  casesNew: z.number().int(),
  casesJoined: z.number().int(),
  casesReopened: z.number().int(),
  refusedTotal: z.number().int(),
});
export type Batch = z.infer<typeof Batch>;

/** A refused row of a file, in a form that its format reads again. */
export const RefusedRow = z.object({
  row: z.int().positive(),
  /** As it came, which may hold addresses: show it defanged. Null once it was taken in. */
  text: z.string().nullable(),
  /** The batch in which it was taken in after all. */
  takenIn: BatchId.nullable(),
});
export type RefusedRow = z.infer<typeof RefusedRow>;

/** Largest piece that `append` accepts, in bytes. */
export const UPLOAD_CHUNK_BYTES = 256 * 1024;

/** A folder whose files this seat imports by itself, while it is unlocked. */
export const WatchedFolderPlan = z.strictObject({
  /** The absolute path of an existing folder. */
  folder: inboundText(1000).min(1),
  /** Takes the good rows of a file and quarantines the rest. */
  keepGood: z.boolean(),
  /** The profile that all its files are read with; null where their formats are recognised. */
  profile: ProfileName.nullable(),
});
export type WatchedFolderPlan = z.infer<typeof WatchedFolderPlan>;

/** What became of a file of a watched folder. */
const WatchedFile = z.object({
  at: Instant,
  name: z.string(),
  /** The folder it was moved to. */
  to: z.enum(['done', 'failed']),
  batch: BatchId.nullable(),
  casesNew: z.int(),
  refused: z.int(),
  alreadyImported: z.boolean(),
});
export type WatchedFile = z.infer<typeof WatchedFile>;

export const Watching = z.object({
  plan: WatchedFolderPlan.nullable(),
  /** Since the vault was unlocked. */
  imported: z.int(),
  failed: z.int(),
  /** Files in the folder that may still change. */
  waiting: z.int(),
  /** The newest first, at most 50. */
  files: z.array(WatchedFile),
  /** Why the last look did not succeed; null where it did. */
  problem: z.string().nullable(),
});
export type Watching = z.infer<typeof Watching>;

/** How much of a table is read to show its first rows, in bytes. */
export const PREVIEWED_BYTES = 64 * 1024;

/** How a table is split into cells. */
const TableReading = z.strictObject({
  encoding: ImportProfile.shape.encoding,
  delimiter: ImportProfile.shape.delimiter,
  quoting: ImportProfile.shape.quoting,
});
export type TableReading = z.infer<typeof TableReading>;

/** The first rows of a table as they came: show them defanged. `found`: what its beginning looks like. */
const TablePreview = z.object({
  rows: z.array(z.array(z.string())),
  found: z.object({ encoding: ImportProfile.shape.encoding, delimiter: ImportProfile.shape.delimiter }),
});
export type TablePreview = z.infer<typeof TablePreview>;

export const intakeContract = {
  /** Announces a file. The bytes follow by `append`, in order; nothing is stored until `run` has read it all. */
  open: unrepeatable('import')
    .input(
      z.strictObject({
        name: z.string().max(255),
        sizeBytes: z.number().int().nonnegative(),
        format: IntakeFormat.optional(),
        /** The profile that a table is read with; instead of a format. */
        profile: ProfileName.optional(),
        /** Reads and counts, and changes nothing. */
        dryRun: z.boolean().default(false),
        /** Accepts the good rows and quarantines the rest; otherwise one bad row refuses the whole file. */
        keepGood: z.boolean().default(false),
      }),
    )
    .output(z.object({ upload: UploadId })),
  /** Resolves once the bytes are consumed, so a slow reader slows the sender. An empty piece ends the file. */
  append: unrepeatable('import')
    .input(
      z.strictObject({
        upload: UploadId,
        bytes: z
          .instanceof(Blob)
          .refine((blob) => blob.size <= UPLOAD_CHUNK_BYTES, { error: 'piece too large' }),
      }),
    )
    .output(z.object({ received: z.number() })),
  /** Reads, checks and stores the announced file. Closing the iterator before `storing` cancels and changes nothing. */
  run: unrepeatable('import')
    .input(z.strictObject({ upload: UploadId }))
    .output(eventIterator(ImportProgress)),
  cancel: unrepeatable('import')
    .input(z.strictObject({ upload: UploadId }))
    .output(z.object({ cancelled: z.boolean() })),
  /** Adds a report that came by phone or mail and is typed in. */
  report: repeatable('report')
    .input(z.strictObject({ command: CommandId, report: ReportInput }))
    .output(
      z.object({
        report: ReportId,
        /** `isReopened`: it was decided, and waits again because of this report. */
        cases: z.array(z.object({ id: CaseId, isNew: z.boolean(), isReopened: z.boolean() })),
      }),
    ),
  /** The profiles in force, by name. */
  profiles: repeatable('import').output(z.array(SavedProfile)),
  /** Saves a profile, given as JSON; one of the same name gets a new version. REFUSED with every faulty place. */
  saveProfile: repeatable('import')
    .input(z.strictObject({ command: CommandId, name: ProfileName, text: z.string().max(20_000) }))
    .output(SavedProfile),
  removeProfile: repeatable('import')
    .input(z.strictObject({ command: CommandId, name: ProfileName }))
    .output(z.object({ name: ProfileName })),
  /** The first rows of a table, read with these settings, to choose what its columns mean. */
  previewTable: repeatable('import')
    .input(
      z.strictObject({
        head: z.instanceof(Blob).refine((blob) => blob.size <= PREVIEWED_BYTES, { error: 'piece too large' }),
        reading: TableReading,
      }),
    )
    .output(TablePreview),
  /** The folder that this seat watches, and what came of it since the vault was unlocked. */
  watching: repeatable('import').output(Watching),
  /** Sets the folder this seat watches; null ends it. */
  watchFolder: repeatable('import')
    .input(z.strictObject({ command: CommandId, plan: WatchedFolderPlan.nullable() }))
    .output(Watching),
  batches: repeatable('import').output(z.array(Batch)),
  /** The refused rows of a batch imported with `keepGood`. */
  refusals: repeatable('import')
    .input(
      z.strictObject({
        batch: BatchId,
        after: z.number().int().default(0),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.array(Refusal)),
  /**
   * The texts of refused rows. A row that holds media, is too long or could not be told apart from others is not among
   * them; `refusals` has its place and reason.
   */
  refusedRows: repeatable('import')
    .input(
      z.strictObject({
        batch: BatchId,
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(1000).default(200),
      }),
    )
    .output(z.array(RefusedRow)),
  /** Takes a mended row in, as a file of its own. REFUSED with what is still wrong. */
  takeInRow: unrepeatable('import')
    .input(z.strictObject({ batch: BatchId, row: z.int().positive(), text: inboundText(16_384) }))
    .output(ImportResult),
  /** The rows that were not taken in yet as a file of the same format; `isCut` where it would be larger than 32 MB. */
  refusedFile: repeatable('import')
    .input(z.strictObject({ batch: BatchId }))
    .output(z.object({ name: z.string(), file: z.instanceof(Blob), rows: z.int(), isCut: z.boolean() })),
};
