/**
 * AssemblyScript. Sorts a chunk's entries into buckets by counting. Every step takes a range, so that the caller can do
 * other work in between; `buckets` has 2^width + 2 words and starts as zeros.
 */
const HASH: usize = 32;

function chunkKey(hash: usize, bit: u32, width: u32): u32 {
  return <u32>(load<u64>(hash + (bit >> 3)) >> (bit & 7)) & <u32>(((<u64>1) << width) - 1);
}

/** Counts entries from..to-1, each two places behind its key. */
export function countKeys(hashes: usize, from: u32, to: u32, bit: u32, width: u32, buckets: usize): void {
  let hash = hashes + <usize>from * HASH;
  const end = hashes + <usize>to * HASH;
  for (; hash < end; hash += HASH) {
    const place = buckets + ((<usize>(chunkKey(hash, bit, width) + 2)) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
}

/** Turns counts into running sums at places from..to-1; the place before `from` is summed already. */
export function sumKeys(buckets: usize, from: u32, to: u32): void {
  let sum: u32 = from === 0 ? 0 : load<u32>(buckets + ((<usize>(from - 1)) << 2));
  for (let i = from; i < to; i++) {
    const place = buckets + ((<usize>i) << 2);
    sum += load<u32>(place);
    store<u32>(place, sum);
  }
}

/** Puts entry numbers into their buckets; afterwards bucket k begins at place k and ends at place k + 1. */
export function placeEntries(
  hashes: usize,
  from: u32,
  to: u32,
  bit: u32,
  width: u32,
  buckets: usize,
  contents: usize,
): void {
  let hash = hashes + <usize>from * HASH;
  for (let entry = from; entry < to; entry++) {
    const place = buckets + ((<usize>(chunkKey(hash, bit, width) + 1)) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u32>(contents + ((<usize>at) << 2), entry);
    hash += HASH;
  }
}

/**
 * Does the same as placeEntries, and stores the 96 bits behind the chunk beside each entry number. `twice` has room for
 * 64 bytes.
 */
export function placeSketches(
  hashes: usize,
  from: u32,
  to: u32,
  bit: u32,
  width: u32,
  buckets: usize,
  contents: usize,
  twice: usize,
): void {
  const first = <usize>((bit + width + 7) >> 3) & 31;
  let hash = hashes + <usize>from * HASH;
  for (let entry = from; entry < to; entry++) {
    const place = buckets + ((<usize>(chunkKey(hash, bit, width) + 1)) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    let sketch = hash + first;
    if (first > 20) {
      memory.copy(twice, hash, HASH);
      memory.copy(twice + HASH, hash, HASH);
      sketch = twice + first;
    }
    const to16 = contents + ((<usize>at) << 4);
    store<u32>(to16, entry);
    store<u32>(to16, load<u32>(sketch), 4);
    store<u64>(to16, load<u64>(sketch, 4), 8);
    hash += HASH;
  }
}

/*
 * The same result for many entries. Counting and placing access tables at random that exceed every cache; here entries
 * are first dealt out to 512 parts by the upper bits of their keys, and each part is then sorted within the cache.
 */
const PART_BITS: u32 = 9;
/** Size of one word for each of the 512 parts. */
const PARTS_BYTES: usize = 2048;
const PLAN_ROW: usize = 24;
/** Number of hashes that stay in the innermost cache while every chunk reads them. */
const BLOCK: u32 = 512;

/** Counts, for each chunk of the plan (see near-search), how many of the entries from..to-1 fall into each part. */
export function countParts(hashes: usize, from: u32, to: u32, plan: usize, chunks: u32, sizes: usize): void {
  for (let block = from; block < to; block += BLOCK) {
    const first = hashes + <usize>block * HASH;
    const end = hashes + <usize>min<u32>(block + BLOCK, to) * HASH;
    for (let chunk: u32 = 0; chunk < chunks; chunk++) {
      const row = plan + <usize>chunk * PLAN_ROW;
      const bit = load<u32>(row) + load<u32>(row, 4) - PART_BITS;
      const own = sizes + <usize>chunk * PARTS_BYTES;
      for (let hash = first; hash < end; hash += HASH) {
        const place = own + ((<usize>chunkKey(hash, bit, PART_BITS)) << 2);
        store<u32>(place, load<u32>(place) + 1);
      }
    }
  }
}

/**
 * Deals out entries from..to-1 to the parts. A dealt item holds the lower bits of the entry's key and, above them, as
 * much of its number as fits. The rest of the number follows from how many items were dealt out when it changed (see
 * sortParts).
 * @param places where the next item of each part goes, counted in entries
 */
export function dealEntries(
  hashes: usize,
  from: u32,
  to: u32,
  bit: u32,
  width: u32,
  places: usize,
  contents: usize,
): void {
  const low = width - PART_BITS;
  const lowBits = ((<u32>1) << low) - 1;
  let hash = hashes + <usize>from * HASH;
  for (let entry = from; entry < to; entry++) {
    const key = chunkKey(hash, bit, width);
    const place = places + ((<usize>(key >> low)) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u32>(contents + ((<usize>at) << 2), (entry << low) | (key & lowBits));
    hash += HASH;
  }
}

/**
 * Sorts parts from..to-1 by counting, in place.
 * @param ends for each block of 2^(32 - width + 9) entries, where each part ended once the block was dealt out
 * @param scratch room for 4 bytes for each entry of the largest part
 */
export function sortParts(
  from: u32,
  to: u32,
  width: u32,
  ends: usize,
  blocks: u32,
  buckets: usize,
  contents: usize,
  scratch: usize,
): void {
  const low = width - PART_BITS;
  const size: usize = (<usize>4) << low;
  const lowBits = ((<u32>1) << low) - 1;
  const lastEnds = ends + <usize>(blocks - 1) * PARTS_BYTES;
  for (let part = from; part < to; part++) {
    const first: u32 = part === 0 ? 0 : load<u32>(lastEnds + ((<usize>(part - 1)) << 2));
    const bytes = (<usize>(load<u32>(lastEnds + ((<usize>part) << 2)) - first)) << 2;
    const own = buckets + <usize>part * size;
    memory.copy(scratch, contents + ((<usize>first) << 2), bytes);
    memory.fill(own, 0, size);
    for (let item = scratch; item < scratch + bytes; item += 4) {
      const place = own + ((<usize>(load<u32>(item) & lowBits)) << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
    let sum = first;
    for (let place = own; place < own + size; place += 4) {
      sum += load<u32>(place);
      store<u32>(place, sum);
    }
    // Goes backwards, so that each place ends up where its bucket begins.
    let item = scratch + bytes;
    for (let block = blocks; block-- > 0; ) {
      const begin: u32 =
        block === 0 ? first : load<u32>(ends + <usize>(block - 1) * PARTS_BYTES + ((<usize>part) << 2));
      const blockBegin = scratch + ((<usize>(begin - first)) << 2);
      const entries = block << (32 - low);
      while (item > blockBegin) {
        item -= 4;
        const dealt = load<u32>(item);
        const place = own + ((<usize>(dealt & lowBits)) << 2);
        const at = load<u32>(place) - 1;
        store<u32>(place, at);
        store<u32>(contents + ((<usize>at) << 2), entries | (dealt >> low));
      }
    }
  }
}
