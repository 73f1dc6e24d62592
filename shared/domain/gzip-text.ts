import { Gunzip } from 'fflate';

/** Output beyond this is not checked: an address holds at most 8 KiB. */
const MOST_OUTPUT = 1024 * 1024;
// Text holds no control characters other than tabs and line breaks.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * The content of a gzip (RFC 1952) where it is UTF-8 text: some web pages store their state in addresses in this way.
 * The end may be missing.
 * @returns null where it is no gzip, nothing can be unpacked, or the content is anything but text
 */
export function textInGzip(bytes: Uint8Array): string | null {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    const gunzip = new Gunzip((piece) => {
      pieces.push(piece.slice());
      length += piece.length;
      if (length > MOST_OUTPUT) throw new RangeError('too much to look through');
    });
    gunzip.push(bytes, false);
  } catch {
    return null;
  }
  if (length === 0) return null;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const text = pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
    return CONTROL.test(text) ? null : text;
  } catch {
    return null;
  }
}
