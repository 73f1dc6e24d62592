import type { Plaintext } from './sealed-file.ts';
import type { Segment } from './segment.ts';

/** Entries per block: their values, then their refs. */
const BLOCK = 4096;
const REF_BYTES = 4;

/**
 * The first `count` entries of a segment as plaintext of a file. Tables and buckets are left out: rebuilding them takes
 * less time than reading them. Each piece is a copy that the next one overwrites, since a segment's memory may move.
 */
export function segmentPlaintext(segment: Segment, count: number): Plaintext {
  return { length: count * (segment.width + REF_BYTES), pieces: blocksOf(segment, count) };
}

function* blocksOf(segment: Segment, count: number): Generator<Uint8Array> {
  const block = new Uint8Array(BLOCK * (segment.width + REF_BYTES));
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK);
    const valueBytes = (to - from) * segment.width;
    const { values, refs } = segment.entriesAt(from, to);
    block.set(values);
    block.set(new Uint8Array(refs.buffer, refs.byteOffset, refs.byteLength), valueBytes);
    yield block.subarray(0, valueBytes + refs.byteLength);
  }
  block.fill(0);
}

/** Fills a segment from plaintext in pieces of any size; the segment's capacity says how much there is. */
export class SegmentFiller {
  readonly #segment: Segment;
  readonly #block: Uint8Array<ArrayBuffer>;
  #filled = 0;
  #isTooMuch = false;

  constructor(segment: Segment) {
    this.#segment = segment;
    this.#block = new Uint8Array(BLOCK * (segment.width + REF_BYTES));
  }

  take(piece: Uint8Array): void {
    let from = 0;
    while (from < piece.length) {
      const part = piece.subarray(from, from + this.#blockBytes() - this.#filled);
      this.#isTooMuch = part.length === 0;
      if (this.#isTooMuch) return;
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === this.#blockBytes()) this.#append();
    }
  }

  /** True once every entry came, and nothing else. */
  get isWhole(): boolean {
    this.#block.fill(0);
    return this.#segment.count === this.#segment.capacity && !this.#isTooMuch;
  }

  #blockBytes(): number {
    const left = this.#segment.capacity - this.#segment.count;
    return Math.min(BLOCK, left) * (this.#segment.width + REF_BYTES);
  }

  #append(): void {
    const entries = this.#filled / (this.#segment.width + REF_BYTES);
    const valueBytes = entries * this.#segment.width;
    const refs = this.#block.slice(valueBytes, this.#filled);
    this.#filled = 0;
    this.#segment.append(this.#block.subarray(0, valueBytes), new Uint32Array(refs.buffer));
  }
}
