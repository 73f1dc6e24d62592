const LENGTH_BYTES = 4;

/**
 * The length that content of this length is padded to (Padmé, in "Reducing Metadata Leakage from Encrypted Files", 2019):
 * the last bits are zero, so that a length says only O(log log n) bits of itself, for at most 12 % more.
 */
export function padmeLength(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const bits = Math.floor(Math.log2(exponent)) + 1;
  const mask = 2 ** Math.max(0, exponent - bits) - 1;
  return Math.ceil(length / (mask + 1)) * (mask + 1);
}

/** Shorter content is padded to this: most entries have one length. */
const LEAST = 512;

/** The content behind its length, with zeros up to a length that many share. */
export function padded(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(padmeLength(Math.max(LEAST, LENGTH_BYTES + content.length)));
  new DataView(bytes.buffer).setUint32(0, content.length);
  bytes.set(content, LENGTH_BYTES);
  return bytes;
}

/** @returns null where it was not padded so */
export function unpadded(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < LENGTH_BYTES) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return length > bytes.length - LENGTH_BYTES ? null : bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}
