import type { ListEntry } from '../../../shared/domain/list-entry.ts';

/** A record; the ref of its hash i is `first + i`, and that of its address follows the hashes. */
export interface StoredEntry {
  first: number;
  refs: number;
  /** Null for a tombstone. */
  entry: ListEntry | null;
}

/** The records of lists, as other rooms look them up. */
export interface ListEntries {
  /** The record that has this ref; null where it was deleted, or the ref is a bare value's. */
  entryOf(ref: number): (StoredEntry & { entry: ListEntry }) | null;
}
