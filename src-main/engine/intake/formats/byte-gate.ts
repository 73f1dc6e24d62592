import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { FileRefused } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';

export interface ByteLimits {
  maxFileBytes: number;
  /** Null where lines have no meaning (JSON documents); refusals then carry no row. */
  maxLineBytes: number | null;
  /** Lets invalid UTF-8 pass, for a reader that stores nothing of it. */
  mayBeLatin1?: boolean;
}

/**
 * Passes the bytes of a text file, as `plainText` gives them, in slices of at most 64 KiB and whole characters.
 *
 * Refuses what is not strict UTF-8 (RFC 3629), a NUL, a line or a file beyond its limit, and an empty file. Everything
 * before the refused byte is passed on first, so what a reader sees does not depend on how the bytes were sliced. Holds
 * one slice and at most three bytes of an unfinished character.
 */
export async function* gateBytes(
  bytes: AsyncIterable<Uint8Array>,
  limits: ByteLimits,
): AsyncGenerator<Uint8Array, void, void> {
  let total = 0;
  let rest: Uint8Array = new Uint8Array(0);
  const lines = new LineMeter(limits.maxLineBytes);

  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += INTAKE_LIMITS.sliceBytes) {
      const slice = chunk.subarray(from, from + INTAKE_LIMITS.sliceBytes);
      const room = limits.maxFileBytes - total;
      total += slice.length;
      const taken = slice.length > room ? slice.subarray(0, room) : slice;
      const piece = rest.length === 0 ? taken : Buffer.concat([rest, taken]);
      const whole = limits.mayBeLatin1 ? piece.length : piece.length - unfinishedTail(piece);
      rest = piece.slice(whole);
      yield* checked(piece.subarray(0, whole), lines, limits.mayBeLatin1 ?? false);
      if (taken.length < slice.length) throw tooLarge(limits.maxFileBytes);
    }
  }
  if (total === 0) throw new FileRefused(wholeFile('empty-file', { code: 'file-empty' }));
  if (rest.length > 0) {
    throw new FileRefused({
      row: lines.row,
      field: null,
      reason: 'not-utf8',
      detail: { code: 'ends-inside-character' },
    });
  }
}

/** Yields the valid part of a slice, then throws if a forbidden part follows. */
function* checked(
  piece: Uint8Array,
  lines: LineMeter,
  mayBeLatin1: boolean,
): Generator<Uint8Array, void, void> {
  const zero = piece.indexOf(0);
  const upToZero = zero < 0 ? piece : piece.subarray(0, zero);
  const valid = mayBeLatin1 || isUtf8(upToZero) ? upToZero : upToZero.subarray(0, validPrefix(upToZero));
  const fitting = lines.measure(valid);
  if (fitting > 0) yield valid.subarray(0, fitting);
  if (fitting < valid.length && lines.maximum !== null) {
    throw new FileRefused({
      row: lines.row,
      field: null,
      reason: 'line-too-long',
      detail: { code: 'line-too-long', maximum: lines.maximum },
    });
  }
  if (valid.length < upToZero.length) {
    throw new FileRefused({
      row: lines.row,
      field: null,
      reason: 'not-utf8',
      detail: { code: 'not-utf8' },
    });
  }
  if (zero >= 0) {
    throw new FileRefused({
      row: lines.row,
      field: null,
      reason: 'control-character',
      detail: { code: 'zero-byte' },
    });
  }
}

/** Counts lines, and measures their length across slices. */
class LineMeter {
  readonly maximum: number | null;
  #lines = 1;
  #length = 0;

  constructor(maximum: number | null) {
    this.maximum = maximum;
  }

  /** The current line from 1; null where lines have no meaning. */
  get row(): number | null {
    return this.maximum === null ? null : this.#lines;
  }

  /** @returns how many bytes of `piece` pass before a line grows too long */
  measure(piece: Uint8Array): number {
    if (this.maximum === null) return piece.length;
    let from = 0;
    for (;;) {
      const end = piece.indexOf(0x0a, from);
      const length = this.#length + (end < 0 ? piece.length : end) - from;
      if (length > this.maximum) return from + this.maximum - this.#length;
      if (end < 0) {
        this.#length = length;
        return piece.length;
      }
      this.#lines++;
      this.#length = 0;
      from = end + 1;
    }
  }
}

/** How many bytes at the end begin a character whose remaining bytes are still to come. */
function unfinishedTail(piece: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

const sequenceLength = (lead: number): number =>
  lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 1;

/** Length of the longest valid UTF-8 prefix of bytes known to be invalid. */
function validPrefix(piece: Uint8Array): number {
  let from = 0;
  while (from < piece.length) {
    const length = sequenceLength(piece[from] ?? 0);
    if (!isUtf8(piece.subarray(from, from + length))) return from;
    from += length;
  }
  return from;
}

const wholeFile = (reason: Refusal['reason'], detail: RefusalDetail): Refusal => ({
  row: null,
  field: null,
  reason,
  detail,
});

const tooLarge = (maximum: number): FileRefused =>
  new FileRefused(
    wholeFile('file-too-large', { code: 'file-too-large', mebibytes: Math.floor(maximum / 1024 / 1024) }),
  );
