import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { HashAlgorithm } from '../domain/hash-algorithm.ts';
import {
  ColumnMapping,
  HashListInfo,
  ListFormat,
  ListMeaning,
  ListReading,
  ListTrust,
  UpdateMode,
} from '../domain/hash-list.ts';
import { CommandId, HashListId, ListImportId, UploadId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { IndexFault } from '../domain/index-fault.ts';
import { ListNotice, ListRefusal } from '../domain/list-record.ts';
import { NoticeCounts } from '../domain/refusal.ts';
import { Instant } from '../domain/report.ts';
import { UPLOAD_CHUNK_BYTES } from './intake.contract.ts';
import { ListMatch, MatchAlgorithm, PdqDistance } from './matching.contract.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** The details of a list, as a supervisor enters them. */
export const ListDetails = z.strictObject({
  /** Unique among existing lists, in any letter case. */
  name: inboundText(200).min(1),
  owner: inboundText(200).min(1).default('unknown'),
  purpose: inboundText(1000).default(''),
  meaning: ListMeaning,
  trust: ListTrust.default('medium'),
  licence: inboundText(2000).default(''),
  asOf: z.iso.date().nullable().default(null),
  /** The number of bits in which a PDQ may differ from one on the list and still match. */
  pdqDistance: PdqDistance.default(31),
  /** PDQ of lower quality is left out of imports; values already on the list are not affected. */
  pdqQuality: z.int().min(0).max(100).default(50),
  /** Days after `asOf` until the list is reported as old. */
  staleAfterDays: z.int().min(1).max(3650).default(90),
});
export type ListDetails = z.infer<typeof ListDetails>;

/** The details to change, without defaults. */
export const ListChanges = z.strictObject({
  name: ListDetails.shape.name.optional(),
  owner: inboundText(200).min(1).optional(),
  purpose: inboundText(1000).optional(),
  meaning: ListMeaning.optional(),
  trust: ListTrust.optional(),
  licence: inboundText(2000).optional(),
  asOf: z.iso.date().nullable().optional(),
  pdqDistance: PdqDistance.optional(),
  pdqQuality: z.int().min(0).max(100).optional(),
  staleAfterDays: z.int().min(1).max(3650).optional(),
});
export type ListChanges = z.infer<typeof ListChanges>;

/** Of a list whose content is not all at this seat: another imported it, and it is fetched from the hub. */
export const ListArrival = z.object({
  /** The version that answers meanwhile; 0 where none does. */
  answers: z.int(),
  /** Parcels of the newest content that are here, and how many there are; null where that is not known yet. */
  taken: z.int(),
  of: z.int().nullable(),
  /** What came is not what the entry about it says, so it is not used. */
  isUnfit: z.boolean(),
});
export type ListArrival = z.infer<typeof ListArrival>;

export const HashList = HashListInfo.extend({
  pdqDistance: PdqDistance,
  pdqQuality: z.int(),
  staleAfterDays: z.int(),
  /** Older than `staleAfterDays`, without a date, or from the future. */
  isStale: z.boolean(),
  /** How its last import was read, which the next one repeats. */
  reading: ListReading.nullable(),
  importedAt: Instant.nullable(),
  /** Number of cases it matched in the last 30 days. */
  recentHits: z.int().min(0),
  /** Null where all of its content is here. */
  arrival: ListArrival.nullable(),
});
export type HashList = z.infer<typeof HashList>;

const RebuiltBecause = z.enum(['absent', 'damaged', 'behind']);

/** The state of the index in memory that answers look-ups. They wait while it is loaded or rebuilt. */
export const IndexState = z.discriminatedUnion('state', [
  /** Not loaded yet: the first look-up loads it, or the unlock where the engine runs background work. */
  z.object({ state: z.literal('asleep') }),
  z.object({ state: z.literal('loading') }),
  /** The saved index was missing, damaged, or older than the lists. Progress is counted in values. */
  z.object({ state: z.literal('rebuilding'), reason: RebuiltBecause, done: z.int(), total: z.int() }),
  z.object({
    state: z.literal('ready'),
    rebuiltBecause: RebuiltBecause.nullable(),
    /** Values in memory; removed ones count until a merge drops them. */
    values: z.int(),
    bytes: z.int(),
  }),
  /** Nothing can be matched or imported until `restartIndex` or the next unlock. */
  z.object({ state: z.literal('failed'), fault: IndexFault }),
]);
export type IndexState = z.infer<typeof IndexState>;

const ListCount = z.int().min(0);

/** The result of an import. */
export const ListImportResult = z.object({
  list: HashListId,
  name: z.string(),
  import: ListImportId,
  version: z.int(),
  /** Records on the list now, bare values included. */
  records: ListCount,
  /** Records that this import added. */
  added: ListCount,
  /** Records that replaced one with the same member and id. */
  updated: ListCount,
  /** Records that a tombstone removed. */
  deleted: ListCount,
  /** Hash values and addresses that this import added. */
  values: ListCount,
  /** PDQ values left out because of their quality. */
  lowQuality: ListCount,
  /** Fields that were present and are not kept, by name. */
  notKept: z.record(z.string(), z.int()),
  /** The last file says that another page follows. */
  isIncomplete: z.boolean(),
  /** The first 1,000; `refusedTotal` counts all. */
  refused: z.array(ListRefusal),
  refusedTotal: ListCount,
  /**
   * Conversions of the files, and notices about what was accepted all the same; the first 1,000. `noticeCounts` counts
   * all.
   */
  notices: z.array(ListNotice),
  noticeCounts: NoticeCounts,
  /** The list holds exactly these files already; nothing was changed. */
  alreadyImported: z.boolean(),
});
export type ListImportResult = z.infer<typeof ListImportResult>;

/**
 * Progress of an import. Until `done` nothing is changed, and closing the iterator cancels. `waiting`: for the index,
 * or for an earlier import. `refused` ends an import that was not accepted, having changed nothing.
 */
export const ListImportProgress = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('waiting') }),
  z.object({
    phase: z.literal('reading'),
    file: z.string(),
    bytes: z.number(),
    totalBytes: z.number(),
    values: z.int(),
    refused: z.int(),
    valuesPerSecond: z.number(),
    remainingMs: z.number().nullable(),
  }),
  /** The other seats are given the content, counted in values. */
  z.object({ phase: z.literal('sharing'), done: z.int(), total: z.int() }),
  z.object({ phase: z.literal('done'), result: ListImportResult }),
  z.object({ phase: z.literal('refused'), refused: z.array(ListRefusal), refusedTotal: ListCount }),
]);
export type ListImportProgress = z.infer<typeof ListImportProgress>;

/** One import of a list's history. */
export const ListImport = z.object({
  id: ListImportId,
  list: HashListId,
  version: z.int(),
  mode: UpdateMode,
  format: ListFormat,
  importedAt: Instant,
  importedBy: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
  added: ListCount,
  updated: ListCount,
  deleted: ListCount,
  values: ListCount,
  refusedTotal: ListCount,
  /** Whether its values are still on the list; false once a later import replaced them. */
  isCurrent: z.boolean(),
});
export type ListImport = z.infer<typeof ListImport>;

/** The overlap of a list with the other enabled lists. Values are compared, PDQ for equality. */
export const ListComparison = z.object({
  /** Number of values of this list that were compared. */
  compared: ListCount,
  overlap: z.array(z.object({ list: HashListId, name: z.string(), meaning: ListMeaning, shared: ListCount })),
  /** Values that some lists call illegal and others legal; the first 200. */
  conflicts: z.array(
    z.object({
      algorithm: HashAlgorithm,
      value: z.string(),
      lists: z.array(z.object({ list: HashListId, meaning: ListMeaning })),
    }),
  ),
  conflictTotal: ListCount,
});
export type ListComparison = z.infer<typeof ListComparison>;

/** A column mapping saved under a name, for tables of a recurring form. */
export const SavedMapping = z.object({ name: z.string(), mapping: ColumnMapping, savedAt: Instant });
export type SavedMapping = z.infer<typeof SavedMapping>;

const Done = z.object({ list: HashListId });

export const listsContract = {
  /** Every list, by name. */
  list: repeatable('review').output(z.array(HashList)),
  /** Whether look-ups can be answered now. Changes are announced as the topic `lists`. */
  index: repeatable('review').output(IndexState),
  /**
   * Restarts an index that has failed, as an unlock would, and answers once look-ups work again; nothing else is
   * changed. If it has not failed, this only waits. CONFLICT where it fails again. An unlock starts the index too, so
   * this needs no further duty than reviewing.
   */
  restartIndex: repeatable('review').output(IndexState),
  /**
   * Announces an import of one or more files, read in this order. `list`: the id of an existing list, or the details of
   * a new one. `replace`: the files are the whole list; `add`: nothing is removed; `delta`: records update by their id,
   * tombstones remove. CONFLICT where the name is taken.
   */
  open: unrepeatable('manage-lists')
    .input(
      z.strictObject({
        list: z.union([HashListId, ListDetails]),
        mode: UpdateMode.default('replace'),
        reading: ListReading,
        /** For an existing list: the day whose state the new version describes. */
        asOf: z.iso.date().optional(),
        files: z
          .array(z.strictObject({ name: inboundText(255), sizeBytes: z.int().nonnegative() }))
          .min(1)
          .max(1000),
      }),
    )
    .output(z.object({ upload: UploadId })),
  /** Bytes of the files in order. An empty piece ends a file; the next piece belongs to the next file. */
  append: unrepeatable('manage-lists')
    .input(
      z.strictObject({
        upload: UploadId,
        bytes: z
          .instanceof(Blob)
          .refine((blob) => blob.size <= UPLOAD_CHUNK_BYTES, { error: 'piece too large' }),
      }),
    )
    .output(z.object({ received: z.number() })),
  /** Reads and imports the announced files: all of them or none. Closing the iterator before `done` changes nothing. */
  run: unrepeatable('manage-lists')
    .input(z.strictObject({ upload: UploadId }))
    .output(eventIterator(ListImportProgress)),
  cancel: unrepeatable('manage-lists')
    .input(z.strictObject({ upload: UploadId }))
    .output(z.object({ cancelled: z.boolean() })),
  /** Changes details; those not named stay. CONFLICT where the name is taken. */
  change: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId, changes: ListChanges }))
    .output(Done),
  /** Enables or disables a list; only an enabled one answers look-ups. */
  enable: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId }))
    .output(Done),
  disable: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId }))
    .output(Done),
  /** Removes the list and its contents; its history and its ledger entries stay. */
  remove: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId }))
    .output(Done),
  /** The newest first. */
  imports: repeatable('review')
    .input(z.strictObject({ list: HashListId }))
    .output(z.array(ListImport)),
  /** The refusals of an import, up to 10,000. */
  refusals: repeatable('review')
    .input(
      z.strictObject({
        import: ListImportId,
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(1000).default(200),
      }),
    )
    .output(z.array(ListRefusal)),
  /**
   * The records of enabled lists that hold a pasted value: equal, under any algorithm. Where the value may belong to
   * several algorithms (64 digits are SHA-256 or PDQ), all are asked and named. The search is recorded in the ledger.
   */
  find: repeatable('review')
    .input(z.strictObject({ value: z.string().max(4096) }))
    .output(z.object({ asked: z.array(MatchAlgorithm), matches: z.array(ListMatch) })),
  /**
   * Compares the whole list with the others through the index; reports `done` of `total` values until the result
   * follows.
   */
  compare: repeatable('review')
    .input(z.strictObject({ list: HashListId }))
    .output(
      eventIterator(
        z.discriminatedUnion('phase', [
          z.object({ phase: z.literal('comparing'), done: z.int(), total: z.int() }),
          z.object({ phase: z.literal('done'), comparison: ListComparison }),
        ]),
      ),
    ),
  mappings: repeatable('review').output(z.array(SavedMapping)),
  /** Replaces the mapping of the same name. */
  saveMapping: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, name: inboundText(80).min(1), mapping: ColumnMapping }))
    .output(z.object({ name: z.string() })),
  removeMapping: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, name: z.string().max(80) }))
    .output(z.object({ name: z.string() })),
};
