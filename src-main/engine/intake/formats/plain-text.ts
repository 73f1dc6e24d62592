import type { Notice } from '../../../../shared/domain/refusal.ts';
import { ENCODING_BYTES, encodingOf, type TextEncoding } from '../../../../shared/domain/text-encoding.ts';
import { FileRefused } from './intake-format.ts';

/** What was converted to read a file that is not UTF-8 with line feeds. */
export interface TextFindings {
  encoding: TextEncoding;
  hadMark: boolean;
  /** Number of carriage returns without a line feed, each of which ended a line. */
  loneReturns: number;
}

export const newTextFindings = (): TextFindings => ({ encoding: 'utf-8', hadMark: false, loneReturns: 0 });

const LF = 0x0a;
const CR = 0x0d;

/**
 * The bytes of a text file as UTF-8 without a byte order mark, every line ended by LF or CR LF: UTF-16 is decoded, and
 * a lone carriage return ("CSV (Macintosh)") becomes a line feed. Bytes in other encodings pass unchanged.
 * @param findings receives what was converted, complete once all bytes were read
 * @param hasLines false where line ends have no meaning (JSON and XML documents)
 * @throws FileRefused where UTF-16 ends in the middle of a character, and for UTF-32
 */
export async function* plainText(
  bytes: AsyncIterable<Uint8Array>,
  findings: TextFindings,
  hasLines: boolean,
): AsyncGenerator<Uint8Array, void, void> {
  const decoded = inUtf8(bytes, findings);
  yield* hasLines ? withLineFeeds(decoded, findings) : decoded;
}

async function* inUtf8(
  bytes: AsyncIterable<Uint8Array>,
  findings: TextFindings,
): AsyncGenerator<Uint8Array, void, void> {
  let head: Uint8Array = new Uint8Array(0);
  let decode: ((piece: Uint8Array, isLast?: boolean) => Uint8Array) | null = null;
  const begin = (): Uint8Array => {
    const { encoding, markBytes } = encodingOf(head);
    findings.encoding = encoding;
    findings.hadMark = markBytes > 0;
    decode = decoderOf(encoding);
    return decode(head.subarray(markBytes));
  };
  for await (const piece of bytes) {
    if (decode !== null) {
      yield (decode as ReturnType<typeof decoderOf>)(piece);
      continue;
    }
    head = head.length === 0 ? piece : Buffer.concat([head, piece]);
    if (head.length >= ENCODING_BYTES) yield begin();
  }
  if (decode === null) yield begin();
  const rest = (decode as unknown as ReturnType<typeof decoderOf>)(new Uint8Array(0), true);
  if (rest.length > 0) yield rest;
}

function decoderOf(encoding: TextEncoding): (piece: Uint8Array, isLast?: boolean) => Uint8Array {
  if (encoding === 'utf-8') return (piece) => piece;
  const refused = (code: 'utf-32' | 'half-utf-16') =>
    new FileRefused({ row: null, field: null, reason: 'not-utf8', detail: { code } });
  if (encoding === 'utf-32') throw refused('utf-32');
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (piece, isLast = false) => {
    try {
      return Buffer.from(decoder.decode(piece, { stream: !isLast }), 'utf8');
    } catch {
      throw refused('half-utf-16');
    }
  };
}

/** Ends every line by LF or CR LF: a lone carriage return becomes a line feed, and is counted. */
export async function* withLineFeeds(
  bytes: AsyncIterable<Uint8Array>,
  findings: TextFindings,
): AsyncGenerator<Uint8Array, void, void> {
  let heldReturn = false;
  for await (const arrived of bytes) {
    if (arrived.length === 0) continue;
    const piece: Uint8Array = heldReturn ? Buffer.concat([Uint8Array.of(CR), arrived]) : arrived;
    // The next byte will show whether a carriage return at the end stands alone.
    heldReturn = piece[piece.length - 1] === CR;
    const whole = heldReturn ? piece.subarray(0, -1) : piece;
    if (whole.length > 0) yield replaced(whole, findings);
  }
  if (heldReturn) {
    findings.loneReturns++;
    yield Uint8Array.of(LF);
  }
}

function replaced(piece: Uint8Array, findings: TextFindings): Uint8Array {
  let changed: Uint8Array | null = null;
  for (let at = piece.indexOf(CR); at >= 0; at = piece.indexOf(CR, at + 1)) {
    if (piece[at + 1] === LF) continue;
    // Not `slice`, which on a Buffer gives a view: the sender's bytes must stay unchanged.
    changed ??= Uint8Array.from(piece);
    changed[at] = LF;
    findings.loneReturns++;
  }
  return changed ?? piece;
}

/** The notices that tell a person about it. */
export function noticesOf({ encoding, hadMark, loneReturns }: TextFindings): Notice[] {
  const notices: Notice[] = [];
  // UTF-32 was refused.
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    notices.push({
      row: null,
      field: null,
      notice: 'encoding',
      detail: { code: hadMark ? 'utf-16-by-mark' : 'utf-16-without-mark', encoding },
    });
  }
  if (loneReturns > 0) {
    notices.push({
      row: null,
      field: null,
      notice: 'line-ends',
      detail: { code: 'lone-returns', lines: loneReturns },
    });
  }
  return notices;
}
