import { Gunzip } from 'fflate';

/** More than this is not looked through: an address holds at most 8 KiB. */
const MOST_OUTPUT = 1024 * 1024;
// Control characters stand in no text but for tabs and line breaks.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * What a gzip (RFC 1952) holds where that is text in UTF-8: pages keep their state in addresses so. The end may be missing.
 * @returns null where it is no gzip, nothing can be unpacked of it, or what comes out is anything else than text
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
