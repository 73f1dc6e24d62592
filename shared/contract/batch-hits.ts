/**
 * One hit of a search for many values. They are packed, because an object for each would take longer than finding them.
 */
export interface BatchHit {
  /** Index of the value that was asked for, from 0. */
  query: number;
  /** Names the value on its list for as long as it is there. */
  ref: number;
  /** Index in the answer's `lists`. */
  list: number;
  distance: number;
}

/** Size of a packed hit: query, ref, list and distance, each 4 bytes, little endian. */
export const BATCH_HIT_BYTES = 16;

const HIT_WORDS = BATCH_HIT_BYTES / 4;
const FIRST = 1024 * HIT_WORDS;
/** Capacity that is kept: one hit for each of the values asked for at once, and some more. */
const KEPT = 131_072 * HIT_WORDS;

/**
 * Collects and packs hits; reusable. It writes words in the machine's byte order: every platform of Hashline is little
 * endian.
 */
export class BatchHitWriter {
  #words = new Uint32Array(FIRST);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(query: number, ref: number, list: number, distance: number): void {
    const at = this.#count * HIT_WORDS;
    if (at === this.#words.length) {
      const grown = new Uint32Array(at * 2);
      grown.set(this.#words);
      this.#words = grown;
    }
    const words = this.#words;
    words[at] = query;
    words[at + 1] = ref;
    words[at + 2] = list;
    words[at + 3] = distance;
    this.#count++;
  }

  /** Drops the hits, and keeps their memory unless it is unusually large. */
  clear(): void {
    this.#count = 0;
    if (this.#words.length > KEPT) this.#words = new Uint32Array(FIRST);
  }

  /** A copy of the hits so far. */
  blob(): Blob {
    return new Blob([new Uint8Array(this.#words.buffer, 0, this.#count * BATCH_HIT_BYTES)]);
  }
}

/** Unpacks hits, ordered by query and then by distance. */
export function* readBatchHits(bytes: ArrayBuffer): Generator<BatchHit> {
  const view = new DataView(bytes);
  for (let at = 0; at + BATCH_HIT_BYTES <= view.byteLength; at += BATCH_HIT_BYTES) {
    yield {
      query: view.getUint32(at, true),
      ref: view.getUint32(at + 4, true),
      list: view.getUint32(at + 8, true),
      distance: view.getUint32(at + 12, true),
    };
  }
}
