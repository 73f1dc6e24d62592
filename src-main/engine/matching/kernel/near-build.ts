/**
 * AssemblyScript. Buckets of a chunk by counting sort. Every step takes a range, so that the caller can do other things in
 * between; `buckets` has 2^width + 2 words and starts as zeros.
 */
const HASH: usize = 32;

function chunkKey(hash: usize, bit: u32, width: u32): u32 {
  return <u32>(load<u64>(hash + (bit >> 3)) >> (bit & 7)) & <u32>(((<u64>1) << width) - 1);
}

/** Counts entries from..to-1 two places behind their key. */
export function countKeys(hashes: usize, from: u32, to: u32, bit: u32, width: u32, buckets: usize): void {
  let hash = hashes + <usize>from * HASH;
  const end = hashes + <usize>to * HASH;
  for (; hash < end; hash += HASH) {
    const place = buckets + ((<usize>(chunkKey(hash, bit, width) + 2)) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
}

/** Sums up places from..to-1; the place before `from` is summed up already. */
export function sumKeys(buckets: usize, from: u32, to: u32): void {
  let sum: u32 = from === 0 ? 0 : load<u32>(buckets + ((<usize>(from - 1)) << 2));
  for (let i = from; i < to; i++) {
    const place = buckets + ((<usize>i) << 2);
    sum += load<u32>(place);
    store<u32>(place, sum);
  }
}

/** Puts entry numbers into their buckets; afterwards place k is where bucket k begins and k + 1 where it ends. */
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

/** As placeEntries, with the 96 bits behind the chunk beside each entry number. `twice` has room for 64 bytes. */
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
 * The same result for many entries. Counting and placing jump about in tables that fit no cache; here entries are first dealt
 * out to 1,024 parts by the upper bits of their keys, as pairs (key, entry), and each part is then sorted within the cache.
 */
const PART_BITS: u32 = 10;
const PARTS: u32 = 1024;
const PLAN_ROW: usize = 24;

/** Counts, for each chunk of the plan (see near-search), how many of entries from..to-1 each part gets. */
export function countParts(hashes: usize, from: u32, to: u32, plan: usize, chunks: u32, sizes: usize): void {
  let hash = hashes + <usize>from * HASH;
  const end = hashes + <usize>to * HASH;
  for (; hash < end; hash += HASH) {
    for (let chunk: u32 = 0; chunk < chunks; chunk++) {
      const row = plan + <usize>chunk * PLAN_ROW;
      const width = load<u32>(row, 4);
      const part = chunkKey(hash, load<u32>(row), width) >> (width - PART_BITS);
      const place = sizes + ((<usize>(chunk * PARTS + part)) << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
  }
}

/** Deals out entries from..to-1. @param places where the next pair of each part goes, counted in pairs */
export function dealParts(
  hashes: usize,
  from: u32,
  to: u32,
  bit: u32,
  width: u32,
  places: usize,
  pairs: usize,
): void {
  let hash = hashes + <usize>from * HASH;
  for (let entry = from; entry < to; entry++) {
    const key = chunkKey(hash, bit, width);
    const place = places + ((<usize>(key >> (width - PART_BITS))) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u64>(pairs + ((<usize>at) << 3), ((<u64>entry) << 32) | <u64>key);
    hash += HASH;
  }
}

/** Sorts parts from..to-1. @param ends where the pairs of each part end; those of the first begin at 0 */
export function sortParts(
  pairs: usize,
  ends: usize,
  from: u32,
  to: u32,
  width: u32,
  buckets: usize,
  contents: usize,
): void {
  const size: u32 = 1 << (width - PART_BITS);
  for (let part = from; part < to; part++) {
    const first = part === 0 ? 0 : load<u32>(ends + ((<usize>(part - 1)) << 2));
    const begin = pairs + ((<usize>first) << 3);
    const end = pairs + ((<usize>load<u32>(ends + ((<usize>part) << 2))) << 3);
    const own = buckets + ((<usize>(part * size)) << 2);
    memory.fill(own, 0, (<usize>size) << 2);
    for (let pair = begin; pair < end; pair += 8) {
      const place = buckets + ((<usize>load<u32>(pair)) << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
    let sum = first;
    for (let place = own; place < own + ((<usize>size) << 2); place += 4) {
      sum += load<u32>(place);
      store<u32>(place, sum);
    }
    // From behind, so that each place ends where its bucket begins.
    for (let pair = end; pair > begin; ) {
      pair -= 8;
      const place = buckets + ((<usize>load<u32>(pair)) << 2);
      const at = load<u32>(place) - 1;
      store<u32>(place, at);
      store<u32>(contents + ((<usize>at) << 2), load<u32>(pair, 4));
    }
  }
}
