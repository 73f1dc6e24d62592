import { fakeBytes, type SeededRandom } from '../../tools/fake-data.ts';

/** How a file of each kind begins; what follows in a synthetic one is noise, so nothing can be drawn from it. */
const OPENINGS = {
  jpeg: [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13],
  gif: [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
  webp: [0x52, 0x49, 0x46, 0x46, 0x24, 0, 0, 0, 0x57, 0x45, 0x42, 0x50],
  'avif-heic': [0, 0, 0, 0x1c, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66],
  'jpeg-xl': [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20, 0x0d, 0x0a, 0x87, 0x0a],
  'jpeg-2000': [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a],
  tiff: [0x49, 0x49, 0x2a, 0, 8, 0, 0, 0],
  bmp: [0x42, 0x4d, 0x46, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 0x28],
  mp4: [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d],
  matroska: [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1],
  avi: [0x52, 0x49, 0x46, 0x46, 0x24, 0, 0, 0, 0x41, 0x56, 0x49, 0x20],
  asf: [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11],
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0x2e, 0x37],
  zip: [0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0],
  gzip: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
} as const;

export type PictureKind = keyof typeof OPENINGS;
export const PICTURE_KINDS = Object.keys(OPENINGS) as PictureKind[];

/** Signature bytes of the kind, then noise. */
export function syntheticPicture(kind: PictureKind, random: SeededRandom, length = 160): Uint8Array {
  const bytes = fakeBytes(random, length);
  bytes.set(OPENINGS[kind]);
  return bytes;
}

const hexPairs = (bytes: Uint8Array): string[] =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));

function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return bits.replace(/.{1,5}/g, (five) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)),
  );
}

/** The ways a file is written as text. */
export const TEXT_ENCODINGS: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  'data URI': (bytes) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`,
  base64: (bytes) => Buffer.from(bytes).toString('base64'),
  base64url: (bytes) => Buffer.from(bytes).toString('base64url'),
  'base64 in lines of 76': (bytes) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n'),
  'base64 in words of 8': (bytes) => Buffer.from(bytes).toString('base64').replace(/.{8}/g, '$& '),
  'base64 with escaped slashes': (bytes) => Buffer.from(bytes).toString('base64').replaceAll('/', '\\/'),
  'percent-encoded base64': (bytes) => encodeURIComponent(Buffer.from(bytes).toString('base64')),
  base32,
  hex: (bytes) => hexPairs(bytes).join(''),
  'upper-case hex': (bytes) => hexPairs(bytes).join('').toUpperCase(),
  'hex with colons': (bytes) => hexPairs(bytes).join(':'),
  'hex with spaces': (bytes) => hexPairs(bytes).join(' '),
  'hex escapes': (bytes) =>
    hexPairs(bytes)
      .map((pair) => `\\x${pair}`)
      .join(''),
  'hex literals': (bytes) =>
    hexPairs(bytes)
      .map((pair) => `0x${pair}`)
      .join(', '),
  'percent-encoded bytes': (bytes) =>
    hexPairs(bytes)
      .map((pair) => `%${pair}`)
      .join(''),
};
