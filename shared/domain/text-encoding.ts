/** The encoding of a text file. UTF-32 is recognised so that a refusal can name it. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32';

/** The number of bytes from which the encoding is known. */
export const ENCODING_BYTES = 512;
/**
 * Detects the encoding of a file by its byte order mark or, without one, by the position of zero bytes: UTF-16 text
 * with any Latin letters has zeros in every second place and nowhere else.
 * @param head the beginning of the file; `ENCODING_BYTES` bytes say as much as all of it
 */
export function encodingOf(head: Uint8Array): { encoding: TextEncoding; markBytes: number } {
  const begins = (...mark: number[]) => mark.every((byte, index) => head[index] === byte);
  if (begins(0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', markBytes: 3 };
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) return { encoding: 'utf-32', markBytes: 4 };
  if (begins(0xff, 0xfe)) return { encoding: 'utf-16le', markBytes: 2 };
  if (begins(0xfe, 0xff)) return { encoding: 'utf-16be', markBytes: 2 };
  const pairs = Math.min(head.length, ENCODING_BYTES) >> 1;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at & 1]! += 1;
  const [high = 0, low = 0] = zeros;
  if (low > pairs * 0.3 && high === 0) return { encoding: 'utf-16le', markBytes: 0 };
  if (high > pairs * 0.3 && low === 0) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: 'utf-8', markBytes: 0 };
}

/** The beginning of a file as text; invalid UTF-8 in it is left to the code that reads on. */
export function headText(head: Uint8Array): string {
  const { encoding, markBytes } = encodingOf(head);
  return new TextDecoder(encoding === 'utf-32' ? 'utf-8' : encoding).decode(head.subarray(markBytes));
}

/**
 * Decodes a short text file, however an editor saved it: UTF-8 with or without a byte order mark, UTF-16, any line
 * ends. Each line then ends in LF.
 * @returns null where it is no such text
 */
export function keptText(bytes: Uint8Array): string | null {
  const { encoding, markBytes } = encodingOf(bytes);
  if (encoding === 'utf-32') return null;
  try {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    const text = plainLines(decoder.decode(bytes.subarray(markBytes)));
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

/** A pasted or saved text without its byte order mark, each line ended by LF. */
export const plainLines = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
