import { isUtf8 } from 'node:buffer';
import type { TableEncoding } from '../../../../shared/domain/import-profile.ts';
import type { Notice } from '../../../../shared/domain/refusal.ts';
import { ENCODING_BYTES, encodingOf } from '../../../../shared/domain/text-encoding.ts';
import { FileRefused } from './intake-format.ts';
import { withLineFeeds } from './plain-text.ts';

/** What was noticed while a text in a stated encoding was read; complete once all of it was. */
export class StatedFindings {
  loneReturns = 0;
  /** Pieces with other characters than ASCII that were read as Windows-1252 and are valid UTF-8. */
  likeUtf8 = 0;
  /** Such pieces that are not. */
  otherThanUtf8 = 0;

  notices(): Notice[] {
    const notices: Notice[] = [];
    const add = (notice: Notice['notice'], detail: Notice['detail']) =>
      notices.push({ row: null, field: null, notice, detail });
    if (this.likeUtf8 > 0 && this.otherThanUtf8 === 0) add('encoding', { code: 'looks-like-utf-8' });
    if (this.loneReturns > 0) add('line-ends', { code: 'lone-returns', lines: this.loneReturns });
    return notices;
  }
}

/**
 * The bytes of a text file in the stated encoding as UTF-8, without a byte order mark, every line ended by LF or CR LF.
 * @throws FileRefused where the file shows by its mark or its zero bytes that it has another encoding
 */
export async function* statedText(
  bytes: AsyncIterable<Uint8Array>,
  stated: TableEncoding,
  findings: StatedFindings,
): AsyncGenerator<Uint8Array, void, void> {
  const lines = { encoding: 'utf-8' as const, hadMark: false, loneReturns: 0 };
  yield* withLineFeeds(decoded(bytes, stated, findings), lines);
  findings.loneReturns = lines.loneReturns;
}

async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  stated: TableEncoding,
  findings: StatedFindings,
): AsyncGenerator<Uint8Array, void, void> {
  let head: Uint8Array = new Uint8Array(0);
  let decode: Decode | null = null;
  for await (const piece of bytes) {
    if (decode !== null) {
      yield decode(piece, false);
      continue;
    }
    head = head.length === 0 ? piece : Buffer.concat([head, piece]);
    if (head.length < ENCODING_BYTES) continue;
    decode = begin(head, stated, findings);
    yield decode(head.subarray(markOf(head)), false);
  }
  decode ??= begin(head, stated, findings);
  const isShort = head.length < ENCODING_BYTES;
  const rest = decode(isShort ? head.subarray(markOf(head)) : new Uint8Array(0), true);
  if (rest.length > 0) yield rest;
}

type Decode = (piece: Uint8Array, isLast: boolean) => Uint8Array;

const markOf = (head: Uint8Array): number => encodingOf(head).markBytes;

function begin(head: Uint8Array, stated: TableEncoding, findings: StatedFindings): Decode {
  const { encoding, markBytes } = encodingOf(head);
  const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be';
  const found = isUtf16 ? 'utf-16' : encoding;
  // Without a mark a file that is not UTF-16 may be any encoding of one byte a character.
  if (isUtf16 !== (stated === 'utf-16') || (markBytes > 0 && found !== stated)) {
    throw new FileRefused({
      row: null,
      field: null,
      reason: 'not-utf8',
      detail: { code: 'other-encoding', stated, found },
    });
  }
  if (stated === 'utf-8') return (piece) => piece;
  const decoder = new TextDecoder(isUtf16 ? encoding : stated, { fatal: isUtf16, ignoreBOM: true });
  let held: Uint8Array = new Uint8Array(0);
  return (piece, isLast) => {
    if (!isUtf16) held = likeUtf8(Buffer.concat([held, piece]), findings, isLast);
    try {
      return Buffer.from(decoder.decode(piece, { stream: !isLast }), 'utf8');
    } catch {
      const detail = { code: 'half-utf-16' } as const;
      throw new FileRefused({ row: null, field: null, reason: 'not-utf8', detail });
    }
  };
}

/**
 * Looks whether bytes that are read as Windows-1252 would be UTF-8: a wrong choice shows as two signs for one letter.
 * @returns the bytes behind the last line, to be looked at with the next piece
 */
function likeUtf8(bytes: Uint8Array, findings: StatedFindings, isLast: boolean): Uint8Array {
  const end = isLast ? bytes.length : bytes.lastIndexOf(0x0a) + 1;
  const whole = bytes.subarray(0, end);
  if (whole.some((byte) => byte > 0x7f)) {
    if (isUtf8(whole)) findings.likeUtf8++;
    else findings.otherThanUtf8++;
  }
  // A line longer than any row is refused further on, and need not be held.
  return bytes.length - end > 1024 * 1024 ? new Uint8Array(0) : bytes.slice(end);
}

/** A text in an encoding, with the mark that UTF-16 needs. Letters that Windows-1252 lacks become question marks. */
export function encoded(text: string, encoding: TableEncoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-16') return Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));
  return Uint8Array.from([...text].map((letter) => WINDOWS_1252.get(letter) ?? 0x3f));
}

const WINDOWS_1252 = new Map(
  Array.from({ length: 256 }, (_, byte) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
);
