/** Hits of many questions, packed: an object for each would take longer than finding them. */
export interface BatchHit {
  /** Number of the value that was asked for, from 0. */
  query: number;
  /** Names the value on its list for as long as it stands there. */
  ref: number;
  /** Place in the answer's `lists`. */
  list: number;
  distance: number;
}

/** Query, ref, list and distance, each 4 bytes, little endian. */
export const BATCH_HIT_BYTES = 16;

/** Gathers hits and packs them. */
export class BatchHitWriter {
  #view: DataView<ArrayBuffer>;
  count = 0;

  /** @param expected how many there will be; there may be more */
  constructor(expected = 1024) {
    this.#view = new DataView(new ArrayBuffer(Math.max(expected, 16) * BATCH_HIT_BYTES));
  }

  push(query: number, ref: number, list: number, distance: number): void {
    const at = this.count * BATCH_HIT_BYTES;
    if (at === this.#view.byteLength) {
      const grown = new Uint8Array(at * 2);
      grown.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(grown.buffer);
    }
    this.#view.setUint32(at, query, true);
    this.#view.setUint32(at + 4, ref, true);
    this.#view.setUint32(at + 8, list, true);
    this.#view.setUint32(at + 12, distance, true);
    this.count++;
  }

  blob(): Blob {
    return new Blob([new Uint8Array(this.#view.buffer, 0, this.count * BATCH_HIT_BYTES)]);
  }
}

/** Hits in the order of their queries, of one query the nearest first. */
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
