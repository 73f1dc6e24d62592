import { findMedia } from '../../../../shared/domain/hash-only.ts';
import { mediaDetail } from '../../../../shared/domain/refusal-detail.ts';
import { ListRefused } from './list-event.ts';
import { LIST_LIMITS } from './list-limits.ts';
import type { ListSink } from './list-sink.ts';

/**
 * Receives a line of a file: the bytes from `from` to `to`, without the line break. They are valid only during the
 * call.
 */
export type ReadLine = (bytes: Uint8Array, from: number, to: number, row: number) => void;

const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf] as const;

/**
 * Splits slices of a text file, as `plainText` gives them, into lines without making strings. Lines end in LF or CR LF.
 * A byte order mark inside the file, left by joining several files, is dropped. A line beyond the limit is refused and
 * skipped. A zero byte ends the file, because it is then no text.
 */
export class LineSplitter {
  readonly #sink: ListSink;
  readonly #readLine: ReadLine;
  readonly #carried = new Uint8Array(LIST_LIMITS.maxLineBytes);
  #length = 0;
  #tooLong = false;
  #row = 1;

  constructor(sink: ListSink, readLine: ReadLine) {
    this.#sink = sink;
    this.#readLine = readLine;
  }

  feed(slice: Uint8Array): void {
    const zero = slice.indexOf(0);
    const text = zero < 0 ? slice : slice.subarray(0, zero);
    let from = 0;
    if (this.#length > 0 || this.#tooLong) {
      const end = text.indexOf(LF);
      this.#carry(text, 0, end < 0 ? text.length : end);
      from = end < 0 ? text.length : end + 1;
      if (end >= 0) this.#endCarried();
    }
    for (let end = text.indexOf(LF, from); end >= 0; end = text.indexOf(LF, from)) {
      if (end - from > LIST_LIMITS.maxLineBytes) {
        this.#carry(text, from, end);
        this.#endCarried();
      } else this.#line(text, from, end);
      from = end + 1;
    }
    this.#carry(text, from, text.length);
    if (zero >= 0) {
      throw new ListRefused(
        'control-character',
        { code: 'zero-byte' },
        {
          row: this.#row,
        },
      );
    }
  }

  finish(): void {
    if (this.#length > 0 || this.#tooLong) this.#endCarried();
  }

  #line(bytes: Uint8Array, from: number, to: number): void {
    const start = bytes[from] === BOM[0] && beginsWithBom(bytes, from) ? from + BOM.length : from;
    const end = to > start && bytes[to - 1] === CR ? to - 1 : to;
    this.#readLine(bytes, start, end, this.#row++);
  }

  #carry(bytes: Uint8Array, from: number, to: number): void {
    const room = this.#carried.length - this.#length;
    const taken = bytes.subarray(from, Math.min(to, from + room));
    this.#carried.set(taken, this.#length);
    this.#length += taken.length;
    if (to - from > room) this.#tooLong = true;
  }

  #endCarried(): void {
    if (this.#tooLong) this.#refuseTooLong();
    else this.#line(this.#carried, 0, this.#length);
    this.#length = 0;
    this.#tooLong = false;
  }

  #refuseTooLong(): void {
    const media = findMedia(latin1(this.#carried, 0, this.#carried.length));
    this.#sink.counts.lost++;
    this.#sink.refuse({
      row: this.#row++,
      field: null,
      reason: media ? 'media' : 'line-too-long',
      detail: media ? mediaDetail(media) : { code: 'line-too-long', maximum: LIST_LIMITS.maxLineBytes },
    });
  }
}

const beginsWithBom = (bytes: Uint8Array, from: number): boolean =>
  BOM.every((byte, index) => bytes[from + index] === byte);

/** The bytes as text, one character per byte. */
export const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
