/** Entries read at once at most. */
export const SEGMENT_STEP = 4096;

/** Entries (value, ref) of one algorithm, numbered in the order they came. They leave only with the whole segment. */
export interface Segment {
  /** Bytes of a value. */
  readonly width: number;
  readonly capacity: number;
  readonly count: number;
  /** Searched at full speed; else `sealing` has not run. */
  readonly sealed: boolean;
  /** Bytes of memory taken. */
  readonly bytes: number;
  /** @param values packed, one for each ref; they fit into what is left of the capacity */
  append(values: Uint8Array, refs: Uint32Array): void;
  /** Packed values and refs of entries from..to-1, SEGMENT_STEP of them at most; views to be read at once. */
  entriesAt(from: number, to: number): { values: Uint8Array; refs: Uint32Array };
  /** Makes searches quick, in steps of about a millisecond. Searches between steps find everything. */
  sealing(): Generator<void, void>;
  /** Overwrites bytes from..to-1 with zeros, of all `bytes` by default. The segment is of no use afterwards. */
  wipe(from?: number, to?: number): void;
}
