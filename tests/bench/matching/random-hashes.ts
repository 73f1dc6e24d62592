import { randomFillSync } from 'node:crypto';

/** Random bytes, also more than randomFillSync takes at once. */
export function randomBytesOf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const step = 2 ** 30;
  for (let from = 0; from < length; from += step) randomFillSync(bytes.subarray(from, from + step));
  return bytes;
}

export const refsOf = (count: number): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: count }, (_, i) => i);

/** `count` of the packed values, chosen at random. */
export function sampleOf(values: Uint8Array, width: number, count: number): Uint8Array<ArrayBuffer> {
  const sample = new Uint8Array(count * width);
  for (let i = 0; i < count; i++) {
    const from = Math.floor((Math.random() * values.length) / width) * width;
    sample.set(values.subarray(from, from + width), i * width);
  }
  return sample;
}

/** Each hash with up to `bits` bits turned: what a changed copy of a picture has. */
export function nearOf(hashes: Uint8Array, bits: number): Uint8Array<ArrayBuffer> {
  const near = Uint8Array.from(hashes);
  for (let from = 0; from < near.length; from += 32) {
    const turned = Math.floor(Math.random() * (bits + 1));
    for (let i = 0; i < turned; i++) {
      const bit = Math.floor(Math.random() * 256);
      near[from + (bit >> 3)]! ^= 1 << (bit & 7);
    }
  }
  return near;
}
