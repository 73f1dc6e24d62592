import { z } from 'zod';
import type { ListMeaning } from './hash-list.ts';
import type { HashAlgorithm } from './hashes.ts';
import { Notice, Refusal, RefusalReason } from './refusal.ts';
import type { Instant } from './report.ts';

/** Who put an entry on a shared list. */
export interface ListMember {
  id: string;
  name: string | null;
}

export interface ListHash {
  algorithm: HashAlgorithm;
  /** Canonical: lower hexadecimal digits, or 192 base64 characters for PhotoDNA. */
  value: string;
  /** PDQ only, 0 to 100, where the list says it. */
  quality?: number;
}

/** One entry of a hash list, whichever format it came in. Never empty: it has a hash or an address. */
export interface ListEntry {
  /** The source's own id; within one member's entries it stays the same over updates (NCMEC). */
  sourceId: string | null;
  member: ListMember | null;
  updatedAt: Instant | null;
  /** The source's own classification, untranslated: `A1`, a VICS category number, a column's text. */
  classification: string | null;
  /** Only where the entry itself says so; else the list's meaning counts. */
  meaning: ListMeaning | null;
  tags: string[];
  hashes: ListHash[];
  /** Identity of an address as `readUrl` gives it. */
  url: string | null;
  /** How many members agreed or disagreed with a fingerprint of the entry; null where the format has no such thing. */
  feedback: { affirmative: number; negative: number } | null;
}

/** An entry was taken off the list, or is still there and has no value any more. */
export interface ListTombstone {
  sourceId: string;
  member: ListMember | null;
  updatedAt: Instant | null;
  /** The entry was sent again without a value that can be taken: what stood under its id is no more, as after any update. */
  isUpdate: boolean;
}

/** Why something of a list was refused: the reasons of intake, and those only lists have. */
export const ListRefusalReason = z.enum([
  ...RefusalReason.options,
  'bad-xml',
  /** A document type, an entity or a processing instruction: XML that would make its reader do things. */
  'active-xml',
  /** 64 hexadecimal digits may be SHA-256 or PDQ; the caller must say which. */
  'ambiguous-algorithm',
]);
export type ListRefusalReason = z.infer<typeof ListRefusalReason>;

/** One refused thing, in which file and where. `row`: the line; for XML and JSON the number of the entry, from 1. */
export const ListRefusal = Refusal.extend({ file: z.string(), reason: ListRefusalReason });
export type ListRefusal = z.infer<typeof ListRefusal>;

/** What was done with something of a list that was taken all the same. */
export const ListNotice = Notice.extend({ file: z.string() });
export type ListNotice = z.infer<typeof ListNotice>;

/**
 * Whether a record replaces an earlier read one of the same member and id. Shared lists do not come in the order of
 * time: the newest record wins, a record without a date is older than any with one, and of equals the later read wins.
 */
export function supersedes(
  later: { updatedAt: Instant | null },
  earlier: { updatedAt: Instant | null },
): boolean {
  return msOf(later.updatedAt) >= msOf(earlier.updatedAt);
}

const msOf = (instant: Instant | null): number =>
  instant === null ? Number.NEGATIVE_INFINITY : Date.parse(instant);
