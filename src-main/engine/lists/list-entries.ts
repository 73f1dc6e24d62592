import type { ListEntry } from '../../../shared/domain/list-entry.ts';

/** A record; the ref of its hash i is `first + i`, that of its address comes after the hashes. */
export interface StoredEntry {
  first: number;
  refs: number;
  /** Null: a tombstone. */
  entry: ListEntry | null;
}

/** The records of lists, as other rooms look them up. */
export interface ListEntries {
  /** The record whose values have this ref; null where it is gone, or a bare value. */
  entryOf(ref: number): (StoredEntry & { entry: ListEntry }) | null;
}
