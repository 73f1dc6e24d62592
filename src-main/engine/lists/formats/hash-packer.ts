import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import { HASH_BYTES, QUALITY_UNSTATED } from './list-event.ts';
import { LIST_LIMITS } from './list-limits.ts';
import type { ListSink } from './list-sink.ts';

/** The value of each ASCII hexadecimal digit; negative for every other byte. */
const DIGIT = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  DIGIT[digit.charCodeAt(0)] = value;
  DIGIT[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Longest value read from hexadecimal digits: SHA-256 and PDQ. */
export const MAX_HEX_BYTES = 32;

/**
 * Reads up to 64 hexadecimal digits.
 * @param into receives the bytes they stand for, from `at`
 * @returns how many bytes were written, for twice as many digits; an odd last digit is not read
 */
export function readHex(bytes: Uint8Array, from: number, to: number, into: Uint8Array, at: number): number {
  const end = Math.min(to - 1, from + 2 * MAX_HEX_BYTES);
  let filled = at;
  for (let i = from; i < end; i += 2) {
    const value = ((DIGIT[bytes[i] ?? 0] ?? -1) << 4) | (DIGIT[bytes[i + 1] ?? 0] ?? -1);
    if (value < 0) break;
    into[filled++] = value;
  }
  return filled - at;
}

/** Packs values of one kind and hands them to the sink in batches. */
export class HashPacker {
  readonly algorithm: HashAlgorithm;
  readonly #sink: ListSink;
  readonly #width: number;
  #values: Uint8Array<ArrayBuffer>;
  #qualities: Uint8Array<ArrayBuffer> | null = null;
  #count = 0;
  #firstLine = 0;
  #lastLine = 0;

  constructor(sink: ListSink, algorithm: HashAlgorithm) {
    this.#sink = sink;
    this.algorithm = algorithm;
    this.#width = HASH_BYTES[algorithm];
    this.#values = this.#newValues();
    sink.holds(this);
  }

  /** The buffer into which the next value's bytes may be written before `commit`, with room for 32 of them. */
  get room(): Uint8Array {
    return this.#values;
  }

  get offset(): number {
    return this.#count * this.#width;
  }

  /** Takes the value that was written to `room` at `offset`. */
  commit(line: number, quality: number = QUALITY_UNSTATED): void {
    if (this.#count === 0) this.#firstLine = line;
    this.#lastLine = line;
    if (this.#qualities !== null) this.#qualities[this.#count] = quality;
    if (++this.#count === LIST_LIMITS.batchValues) this.flush();
  }

  flush(): void {
    if (this.#count === 0) return;
    this.#sink.batch({
      algorithm: this.algorithm,
      values: this.#values.subarray(0, this.#count * this.#width),
      count: this.#count,
      qualities: this.#qualities?.subarray(0, this.#count) ?? null,
      firstLine: this.#firstLine,
      lastLine: this.#lastLine,
    });
    this.#values = this.#newValues();
    this.#count = 0;
  }

  /** Allocates a little more than a batch, so that a longer value can be tried at the last place. */
  #newValues(): Uint8Array<ArrayBuffer> {
    if (this.algorithm === 'pdq') this.#qualities = new Uint8Array(LIST_LIMITS.batchValues);
    return new Uint8Array(LIST_LIMITS.batchValues * this.#width + MAX_HEX_BYTES);
  }
}
