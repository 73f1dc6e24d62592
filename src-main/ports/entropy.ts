import { randomBytes } from 'node:crypto';

/** The source of random bytes. */
export interface Entropy {
  bytes(length: number): Uint8Array;
}

export const systemEntropy: Entropy = { bytes: (length) => new Uint8Array(randomBytes(length)) };

/** Bytes fetched together; a longer request than the largest part is passed on. */
const AHEAD_BYTES = 4096;
const LARGEST_PART = 64;

/**
 * Fetches bytes ahead, for salts and ids: asked for each by itself, they cost more than storing the row they are for.
 * Never for keys, because what was fetched lies in memory until it is used; what was given out is wiped here.
 */
export class EntropyAhead implements Entropy {
  readonly #source: Entropy;
  #ahead = new Uint8Array(0);
  #used = 0;

  constructor(source: Entropy) {
    this.#source = source;
  }

  bytes(length: number): Uint8Array {
    if (length > LARGEST_PART) return this.#source.bytes(length);
    if (this.#used + length > this.#ahead.length) {
      this.#ahead = new Uint8Array(this.#source.bytes(AHEAD_BYTES));
      this.#used = 0;
    }
    const part = this.#ahead.slice(this.#used, this.#used + length);
    this.#ahead.fill(0, this.#used, this.#used + length);
    this.#used += length;
    return part;
  }
}

/** Repeatable bytes for tests (xorshift32). Never for keys. */
export class SeededEntropy implements Entropy {
  #state: number;

  constructor(seed = 1) {
    this.#state = seed >>> 0 || 1;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      this.#state ^= this.#state << 13;
      this.#state ^= this.#state >>> 17;
      this.#state ^= this.#state << 5;
      return this.#state & 0xff;
    });
  }
}
