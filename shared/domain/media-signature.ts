/** The kinds of files that must never enter the ledger or the vault, whatever encoding they hide in. */
export const MEDIA_KINDS = [
  'jpeg',
  'png',
  'gif',
  'webp',
  'avif-heic',
  'jpeg-xl',
  'jpeg-2000',
  'tiff',
  'bmp',
  'mp4',
  'matroska',
  'avi',
  'asf',
  'flv',
  'mpeg',
  'pdf',
  'zip',
  'gzip',
  'data-uri',
] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

export type SignedKind = Exclude<MediaKind, 'data-uri'>;

const at = (bytes: Uint8Array, offset: number, text: string): boolean => {
  if (bytes.length < offset + text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
};

/**
 * The media or container format whose signature begins `bytes`, or null. Eighteen bytes are enough for all of them.
 * Signatures: the formats' own specifications; ISO base media brands from ISO/IEC 14496-12.
 */
export function mediaSignature(bytes: Uint8Array): SignedKind | null {
  if (bytes.length < 4) return null;
  if (at(bytes, 4, 'ftyp'))
    return /^(avif|avis|heic|heix|hevc|mif1|msf1)/.test(ascii(bytes, 8, 4)) ? 'avif-heic' : 'mp4';
  switch (bytes[0]) {
    case 0xff:
      return bytes[1] === 0xd8 && bytes[2] === 0xff ? 'jpeg' : null;
    case 0x89:
      return at(bytes, 1, 'PNG') ? 'png' : null;
    case 0x47:
      return at(bytes, 0, 'GIF87a') || at(bytes, 0, 'GIF89a') ? 'gif' : null;
    case 0x52:
      if (!at(bytes, 0, 'RIFF')) return null;
      return at(bytes, 8, 'WEBP') ? 'webp' : at(bytes, 8, 'AVI ') ? 'avi' : null;
    case 0x1a:
      return at(bytes, 0, '\x1a\x45\xdf\xa3') ? 'matroska' : null;
    case 0x25:
      return at(bytes, 0, '%PDF-') ? 'pdf' : null;
    case 0x50:
      return at(bytes, 0, 'PK\x03\x04') || at(bytes, 0, 'PK\x05\x06') ? 'zip' : null;
    case 0x1f:
      return at(bytes, 0, '\x1f\x8b\x08') ? 'gzip' : null;
    case 0x49:
      return at(bytes, 0, 'II*\0') ? 'tiff' : null;
    case 0x4d:
      return at(bytes, 0, 'MM\0*') ? 'tiff' : null;
    case 0x42:
      return isBitmap(bytes) ? 'bmp' : null;
    case 0x46:
      return at(bytes, 0, 'FLV\x01') ? 'flv' : null;
    case 0x30:
      return at(bytes, 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11') ? 'asf' : null;
    case 0x00:
      if (at(bytes, 0, '\0\0\0\x0cJXL ')) return 'jpeg-xl';
      if (at(bytes, 0, '\0\0\0\x0cjP  ')) return 'jpeg-2000';
      return at(bytes, 0, '\0\0\x01\xba') || at(bytes, 0, '\0\0\x01\xb3') ? 'mpeg' : null;
    default:
      return null;
  }
}

/** `BM` alone would refuse ordinary text, so the reserved words and the size of the next header must fit too. */
function isBitmap(bytes: Uint8Array): boolean {
  return (
    at(bytes, 0, 'BM') && at(bytes, 6, '\0\0\0\0') && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0)
  );
}

/**
 * Whether the bytes after a signature continue as the format demands. Together they make at least 36 bits, so that a
 * hash or an identifier with a signature somewhere in its middle is not taken for a picture.
 */
export function isCertain(kind: SignedKind, bytes: Uint8Array): boolean {
  switch (kind) {
    case 'jpeg':
      return (
        (bytes[3] === 0xe0 && at(bytes, 6, 'JFIF')) ||
        (bytes[3] === 0xe1 && (at(bytes, 6, 'Exif') || at(bytes, 6, 'http'))) ||
        (bytes[3] === 0xe2 && at(bytes, 6, 'ICC_')) ||
        (bytes[3] === 0xee && at(bytes, 6, 'Adob')) ||
        (bytes[3] === 0xdb && bytes[4] === 0 && (bytes[5] === 0x43 || bytes[5] === 0x84))
      );
    case 'png':
      return at(bytes, 4, '\r\n\x1a\n');
    case 'mp4':
    case 'avif-heic':
      return bytes[0] === 0 && bytes[1] === 0;
    case 'zip':
      return (bytes[4] ?? 255) < 64 && bytes[5] === 0 && bytes[9] === 0;
    case 'gzip':
      return (
        (bytes[3] ?? 255) < 32 &&
        [0, 2, 4].includes(bytes[8] ?? 255) &&
        ((bytes[9] ?? 254) < 14 || bytes[9] === 255)
      );
    case 'matroska':
      return at(bytes, 5, '\x42\x86') || at(bytes, 12, '\x42\x86');
    case 'tiff':
      return (
        (bytes[0] === 0x49 && bytes[6] === 0 && bytes[7] === 0) ||
        (bytes[0] === 0x4d && bytes[4] === 0 && bytes[5] === 0)
      );
    case 'flv':
    case 'mpeg':
      return false;
    default:
      return true;
  }
}

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));
