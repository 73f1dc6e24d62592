import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  ColumnMapping,
  HashListInfo,
  ListFormat,
  ListMeaning,
  ListReading,
  ListTrust,
  UpdateMode,
} from '../domain/hash-list.ts';
import { HashAlgorithm } from '../domain/hashes.ts';
import { CommandId, HashListId, ListImportId, UploadId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { ListNotice, ListRefusal } from '../domain/list-entry.ts';
import { NoticeCounts } from '../domain/refusal.ts';
import { Instant } from '../domain/report.ts';
import { UPLOAD_CHUNK_BYTES } from './intake.contract.ts';
import { ListMatch, MatchAlgorithm, PdqDistance } from './matching.contract.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** What a supervisor says about a list. */
export const ListDetails = z.strictObject({
  /** Unique among the lists that are there, whatever the case of its letters. */
  name: inboundText(200).min(1),
  owner: inboundText(200).min(1).default('unknown'),
  purpose: inboundText(1000).default(''),
  meaning: ListMeaning,
  trust: ListTrust.default('medium'),
  licence: inboundText(2000).default(''),
  asOf: z.iso.date().nullable().default(null),
  /** Bits in which a PDQ may differ from one of the list and still match. */
  pdqDistance: PdqDistance.default(31),
  /** PDQ of lower quality is not taken at an import; says nothing about those that are there. */
  pdqQuality: z.int().min(0).max(100).default(50),
  /** Days after `asOf` until the list warns that it is old. */
  staleAfterDays: z.int().min(1).max(3650).default(90),
});
export type ListDetails = z.infer<typeof ListDetails>;

/** The members of ListDetails that shall be others, without defaults. */
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

export const HashList = HashListInfo.extend({
  pdqDistance: PdqDistance,
  pdqQuality: z.int(),
  staleAfterDays: z.int(),
  /** Older than `staleAfterDays`, without a date, or from the future. */
  isStale: z.boolean(),
  /** How its last import was read, for the next one. */
  reading: ListReading.nullable(),
  importedAt: Instant.nullable(),
  /** Cases it matched in the last 30 days. */
  recentHits: z.int().min(0),
});
export type HashList = z.infer<typeof HashList>;

const RebuiltBecause = z.enum(['absent', 'damaged', 'behind']);

/** The index in memory that look-ups are answered from. They wait while it is loaded or rebuilt. */
export const IndexState = z.discriminatedUnion('state', [
  /** Loaded when the first look-up needs it, or at unlock where the engine works by itself. */
  z.object({ state: z.literal('asleep') }),
  z.object({ state: z.literal('loading') }),
  /** The saved index was not there, not what was saved, or older than the lists. Counted in values. */
  z.object({ state: z.literal('rebuilding'), reason: RebuiltBecause, done: z.int(), total: z.int() }),
  z.object({
    state: z.literal('ready'),
    rebuiltBecause: RebuiltBecause.nullable(),
    /** Values in memory; those taken out count until a merge drops them. */
    values: z.int(),
    bytes: z.int(),
  }),
  /** Nothing can be matched or imported until `restartIndex` or the next unlock. */
  z.object({ state: z.literal('failed'), reason: z.string() }),
]);
export type IndexState = z.infer<typeof IndexState>;

const ListCount = z.int().min(0);

/** What became of an import. */
export const ListImportResult = z.object({
  list: HashListId,
  name: z.string(),
  import: ListImportId,
  version: z.int(),
  /** Entries on the list now: those with an id or a record of their own, and bare values. */
  entries: ListCount,
  /** Entries this import brought. */
  added: ListCount,
  /** Entries that replaced one of the same member and id. */
  updated: ListCount,
  /** Entries a tombstone took out. */
  deleted: ListCount,
  /** Hash values and addresses this import brought. */
  values: ListCount,
  /** PDQ kept out because of their quality. */
  lowQuality: ListCount,
  /** Fields that were there and are not kept, by name. */
  notKept: z.record(z.string(), z.int()),
  /** The last file says that there is another page after it. */
  isIncomplete: z.boolean(),
  /** The first 1,000; `refusedTotal` counts all. */
  refused: z.array(ListRefusal),
  refusedTotal: ListCount,
  /** What was done to read the files, and with what was taken all the same; the first 1,000. `noticeCounts` counts all. */
  notices: z.array(ListNotice),
  noticeCounts: NoticeCounts,
  /** The list holds exactly these files already; nothing was changed. */
  alreadyImported: z.boolean(),
});
export type ListImportResult = z.infer<typeof ListImportResult>;

/**
 * Where an import stands. Until `done` nothing is changed and leaving cancels. `waiting`: for the index or for an import
 * before this one. `refused` is the end of an import that was not taken; nothing was changed then.
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
  /** Its values still stand on the list; false once a later import replaced them. */
  isCurrent: z.boolean(),
});
export type ListImport = z.infer<typeof ListImport>;

/** What a list has in common with the other enabled lists. Values are compared, PDQ for equality. */
export const ListComparison = z.object({
  /** Values of this list that were compared. */
  compared: ListCount,
  overlap: z.array(z.object({ list: HashListId, name: z.string(), meaning: ListMeaning, shared: ListCount })),
  /** Values that lists call illegal here and legal there; the first 200. */
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

/** A column mapping kept under a name, for tables that come again. */
export const SavedMapping = z.object({ name: z.string(), mapping: ColumnMapping, savedAt: Instant });
export type SavedMapping = z.infer<typeof SavedMapping>;

const Done = z.object({ list: HashListId });

export const listsContract = {
  /** Every list, by name. */
  list: repeatable('review').output(z.array(HashList)),
  /** Whether look-ups can be answered now. Changes are announced as the topic `lists`. */
  index: repeatable('review').output(IndexState),
  /**
   * Starts an index that has failed anew, as an unlock would, and answers once look-ups can be answered again; nothing else
   * is changed. Where it has not failed, it only waits. CONFLICT where it fails again. An unlock starts it too, so it needs
   * no more than the duty of whoever can unlock and review.
   */
  restartIndex: repeatable('review').output(IndexState),
  /**
   * Announces an import of one or more files, read in this order. `list`: an id for a list that is there, or what a new
   * one shall be. `replace`: the files are the whole list; `add`: nothing is taken out; `delta`: entries update by their
   * id, tombstones take out. CONFLICT where the name is taken.
   */
  open: unrepeatable('manage-lists')
    .input(
      z.strictObject({
        list: z.union([HashListId, ListDetails]),
        mode: UpdateMode.default('replace'),
        reading: ListReading,
        /** For a list that is there: the day its new version was true. */
        asOf: z.iso.date().optional(),
        files: z
          .array(z.strictObject({ name: inboundText(255), sizeBytes: z.int().nonnegative() }))
          .min(1)
          .max(1000),
      }),
    )
    .output(z.object({ upload: UploadId })),
  /** Bytes of the files in order. An empty piece ends a file; the next piece belongs to the next one. */
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
  /** Reads and takes the announced files: all of them or none. Leaving the iterator before `done` changes nothing. */
  run: unrepeatable('manage-lists')
    .input(z.strictObject({ upload: UploadId }))
    .output(eventIterator(ListImportProgress)),
  cancel: unrepeatable('manage-lists')
    .input(z.strictObject({ upload: UploadId }))
    .output(z.object({ cancelled: z.boolean() })),
  /** Other details; what is not named stays. CONFLICT where the name is taken. */
  change: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId, changes: ListChanges }))
    .output(Done),
  /** An enabled list answers look-ups. */
  enable: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId }))
    .output(Done),
  disable: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId }))
    .output(Done),
  /** The list and everything on it is gone; its history and the record stay. */
  remove: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, list: HashListId }))
    .output(Done),
  /** The newest first. */
  imports: repeatable('review')
    .input(z.strictObject({ list: HashListId }))
    .output(z.array(ListImport)),
  /** What an import refused, up to 10,000 of it. */
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
   * Which entries of enabled lists hold a value somebody pasted: equal, whatever the algorithm. Where the value may be of
   * several (64 digits are SHA-256 or PDQ) all are asked and said. Leaves an entry in the record.
   */
  find: repeatable('review')
    .input(z.strictObject({ value: z.string().max(4096) }))
    .output(z.object({ asked: z.array(MatchAlgorithm), matches: z.array(ListMatch) })),
  /** Reads the whole list against the index; `done` of `total` values until the comparison comes. */
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
  /** Replaces the one of the same name. */
  saveMapping: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, name: inboundText(80).min(1), mapping: ColumnMapping }))
    .output(z.object({ name: z.string() })),
  removeMapping: repeatable('manage-lists')
    .input(z.strictObject({ command: CommandId, name: z.string().max(80) }))
    .output(z.object({ name: z.string() })),
};
