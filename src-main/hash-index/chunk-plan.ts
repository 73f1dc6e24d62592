const BITS = 256;

/** Layout of a sealed near segment: `compact` saves memory per entry, `fast` saves time per query. */
export type NearLayout = 'compact' | 'fast';

/** One of the pieces into which the 256 bits are cut. */
export interface Chunk {
  firstBit: number;
  width: number;
}

/** Cuts 256 bits into pieces whose widths differ by at most one, the narrow ones first. */
export function chunksOf(count: number): Chunk[] {
  const narrow = Math.floor(BITS / count);
  const wide = BITS - narrow * count;
  let firstBit = 0;
  return Array.from({ length: count }, (_, i) => {
    const width = i < count - wide ? narrow : narrow + 1;
    const chunk = { firstBit, width };
    firstBit += width;
    return chunk;
  });
}

/**
 * The number of chunks that suits this many entries best. More chunks mean fewer probes, and more candidates for each,
 * so the best number falls as the index grows. The limits were measured with tools/bench-matching.mjs; `compact` stays
 * below 100 bytes per entry at 10 million.
 */
export function chunkCountFor(entries: number, layout: NearLayout): number {
  if (entries < 20_000) return 24;
  if (layout === 'fast') return entries < 3_000_000 ? 16 : 13;
  if (entries < 600_000) return 16;
  if (entries < 3_000_000) return 14;
  return entries < 20_000_000 ? 12 : 11;
}

/**
 * The radius with which each chunk is searched so that nothing within the distance is missed; -1 where it is not
 * searched.
 *
 * Generalised pigeonhole principle: chunks searched with radii r_i cover distance d when the sum of (r_i + 1) is more
 * than d. The first chunks get the remainder, because `chunksOf` puts the narrow ones first, which have fewer masks.
 */
export function radiiFor(distance: number, chunks: number): number[] {
  const each = Math.floor((distance + 1) / chunks);
  const rest = (distance + 1) % chunks;
  return Array.from({ length: chunks }, (_, i) => each - 1 + (i < rest ? 1 : 0));
}

/** How many keys of this width are within the radius of a given one. */
export function masksWithin(width: number, radius: number): number {
  let choices = 1;
  let sum = radius < 0 ? 0 : 1;
  for (let bits = 1; bits <= radius; bits++) {
    choices = (choices * (width - bits + 1)) / bits;
    sum += choices;
  }
  return sum;
}

/**
 * All masks of up to `radius` bits, those of fewer bits first, so that the first masksWithin(width, r) are those of
 * radius r.
 */
export function masksOf(width: number, radius: number): Uint32Array {
  const masks = new Uint32Array(masksWithin(width, radius));
  let ring = [{ mask: 0, nextBit: 0 }];
  let length = 0;
  for (let bits = 0; bits <= radius; bits++) {
    for (const { mask } of ring) masks[length++] = mask;
    ring = ring.flatMap(({ mask, nextBit }) =>
      Array.from({ length: width - nextBit }, (_, i) => ({
        mask: (mask | (1 << (nextBit + i))) >>> 0,
        nextBit: nextBit + i + 1,
      })),
    );
  }
  return masks;
}
