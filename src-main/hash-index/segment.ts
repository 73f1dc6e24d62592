/** Most entries read at once. */
export const SEGMENT_STEP = 4096;

/**
 * Entries (value, ref) of one algorithm, numbered in the order of their arrival. They are freed only with the whole
 * segment.
 */
export interface Segment {
  /** Bytes of a value. */
  readonly width: number;
  readonly capacity: number;
  readonly count: number;
  /** True once `sealing` has run: searches are at full speed. */
  readonly sealed: boolean;
  /** Bytes of memory taken. */
  readonly bytes: number;
  /** @param values packed, one for each ref; they must fit into the remaining capacity */
  append(values: Uint8Array, refs: Uint32Array): void;
  /** Packed values and refs of entries from..to-1, at most SEGMENT_STEP of them; the views must be read at once. */
  entriesAt(from: number, to: number): { values: Uint8Array; refs: Uint32Array };
  /** Makes searches faster, in steps of about a millisecond. Searches between steps find everything. */
  sealing(): Generator<void, void>;
  /** Overwrites bytes from..to-1 with zeros, by default all of them. The segment is unusable afterwards. */
  wipe(from?: number, to?: number): void;
}
