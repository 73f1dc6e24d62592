import type { ListRecord } from '../../../shared/domain/list-record.ts';

/** A record; the ref of its hash i is `first + i`, and that of its address follows the hashes. */
export interface StoredRecord {
  first: number;
  refs: number;
  /** Null for a tombstone. */
  record: ListRecord | null;
}

/** A record, or a tombstone, as its row holds it. */
export interface RecordRow {
  key: string | null;
  updatedAt: string | null;
  refs: number;
  /** JSON; null for a tombstone. */
  record: string | null;
}

/** The records of lists, as other rooms look them up. */
export interface ListRecords {
  /** The record that has this ref; null where it was deleted, or the ref is a bare value's. */
  recordOf(ref: number): (StoredRecord & { record: ListRecord }) | null;
}
