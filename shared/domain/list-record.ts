import { z } from 'zod';
import { HashAlgorithm } from './hash-algorithm.ts';
import { ListMeaning } from './hash-list.ts';
import { Notice, Refusal, RefusalReason } from './refusal.ts';
import { Instant } from './report.ts';

/** The organisation that put a record on a shared list. */
export interface ListMember {
  id: string;
  name: string | null;
}

export const ListHash = z.strictObject({
  algorithm: HashAlgorithm,
  /** Canonical: lower hexadecimal digits, or 192 base64 characters for PhotoDNA. */
  value: z.string().max(192),
  /** PDQ only, 0 to 100, where the list says it. */
  quality: z.int().min(0).max(100).optional(),
});
export type ListHash = z.infer<typeof ListHash>;

/** One record of a hash list, in any format. Never empty: it has a hash or an address. */
export interface ListRecord {
  /** The source's own id; within one member's records it stays the same across updates (NCMEC). */
  sourceId: string | null;
  member: ListMember | null;
  updatedAt: Instant | null;
  /** The source's own classification, untranslated: `A1`, a VICS category number, a column's text. */
  classification: string | null;
  /** Set only where the record itself states a meaning; otherwise the list's applies. */
  meaning: ListMeaning | null;
  tags: string[];
  hashes: ListHash[];
  /** Identity of an address as `readUrl` gives it. */
  url: string | null;
  /** How many members agreed or disagreed with a fingerprint of the record; null where the format has no feedback. */
  feedback: { affirmative: number; negative: number } | null;
}

/** A record as another seat of the hotline gives it. */
export const ListRecordContent: z.ZodType<ListRecord> = z.strictObject({
  sourceId: z.string().nullable(),
  member: z.strictObject({ id: z.string(), name: z.string().nullable() }).nullable(),
  updatedAt: Instant.nullable(),
  classification: z.string().nullable(),
  meaning: ListMeaning.nullable(),
  tags: z.array(z.string()),
  hashes: z.array(ListHash),
  url: z.string().nullable(),
  feedback: z.strictObject({ affirmative: z.int(), negative: z.int() }).nullable(),
});

/** A record that was taken off the list, or that still exists but has no value left. */
export interface ListTombstone {
  sourceId: string;
  member: ListMember | null;
  updatedAt: Instant | null;
  /**
   * The record was sent again without any acceptable value: as after any update, its earlier version no longer counts.
   */
  isUpdate: boolean;
}

/** Why a part of a list was refused: the reasons of intake, and those that only lists have. */
export const ListRefusalReason = z.enum([
  ...RefusalReason.options,
  'bad-xml',
  /** A document type, an entity or a processing instruction: active content, which would make its reader act. */
  'active-xml',
  /** 64 hexadecimal digits may be SHA-256 or PDQ; the caller must say which. */
  'ambiguous-algorithm',
]);
export type ListRefusalReason = z.infer<typeof ListRefusalReason>;

/** One refusal with its file and place. `row`: the line; for XML and JSON the number of the record, from 1. */
export const ListRefusal = Refusal.extend({ file: z.string(), reason: ListRefusalReason });
export type ListRefusal = z.infer<typeof ListRefusal>;

/** How a part of a list was treated that was accepted all the same. */
export const ListNotice = Notice.extend({ file: z.string() });
export type ListNotice = z.infer<typeof ListNotice>;

/**
 * Whether a record replaces one with the same member and id that was read before. Shared lists are not ordered by time:
 * the newest record wins, a record without a date is older than any with one, and of equally old ones the later read
 * wins.
 */
export function supersedes(
  later: { updatedAt: Instant | null },
  earlier: { updatedAt: Instant | null },
): boolean {
  return msOf(later.updatedAt) >= msOf(earlier.updatedAt);
}

const msOf = (instant: Instant | null): number =>
  instant === null ? Number.NEGATIVE_INFINITY : Date.parse(instant);
