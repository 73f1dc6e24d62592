import { FileRefused } from './intake-format.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/**
 * Cuts the strings of a JSON document to a bounded length before a tokenizer sees them, because a tokenizer holds a
 * string until it ends. Cuts between characters and never inside an escape, and remembers which strings were cut.
 */
export class LongStringFilter {
  readonly #maxString: number;
  readonly #maxNumber: number;
  readonly #cut = new Set<number>();
  #inString = false;
  #escaped = false;
  #hexDigitsLeft = 0;
  #length = 0;
  #dropping = false;
  #strings = 0;

  constructor(limits: { maxStringBytes: number; maxNumberBytes: number }) {
    this.#maxString = limits.maxStringBytes;
    this.#maxNumber = limits.maxNumberBytes;
  }

  /** Whether the string with this number (keys count, from 1, in order) was cut. The answer is forgotten once given. */
  wasCut(ordinal: number): boolean {
    return this.#cut.size > 0 && this.#cut.delete(ordinal);
  }

  /** Passes the parts of `slice` that remain to `keep`, in order. */
  pass(slice: Uint8Array, keep: (part: Uint8Array) => void): void {
    let from = 0;
    for (let i = 0; i < slice.length; i++) {
      const byte = slice[i] ?? 0;
      if (!this.#inString) {
        if (byte === QUOTE) {
          this.#inString = true;
          this.#length = 0;
          this.#strings++;
        } else if (isNumberByte(byte)) {
          if (++this.#length > this.#maxNumber) {
            keep(slice.subarray(from, i));
            throw numberTooLong(this.#maxNumber);
          }
        } else this.#length = 0;
        continue;
      }
      if (this.#hexDigitsLeft > 0) this.#hexDigitsLeft--;
      else if (this.#escaped) {
        this.#escaped = false;
        if (byte === LETTER_U) this.#hexDigitsLeft = 4;
      } else if (byte === QUOTE) {
        this.#inString = false;
        this.#length = 0;
        if (this.#dropping) from = i;
        this.#dropping = false;
        continue;
      } else {
        if (!this.#dropping && this.#length >= this.#maxString && (byte & 0xc0) !== 0x80) {
          this.#dropping = true;
          this.#cut.add(this.#strings);
          if (i > from) keep(slice.subarray(from, i));
        }
        if (byte === BACKSLASH) this.#escaped = true;
      }
      this.#length++;
    }
    if (!this.#dropping && from < slice.length) keep(slice.subarray(from));
  }
}

/**
 * Whether the byte is a digit, sign, point or exponent. `true` and `false` hold an `e` too, but are far shorter than
 * any limit.
 */
const isNumberByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e || (byte | 0x20) === 0x65;

const numberTooLong = (maximum: number): FileRefused =>
  new FileRefused({
    row: null,
    field: null,
    reason: 'too-long',
    detail: { code: 'text-too-long', maximum },
  });
