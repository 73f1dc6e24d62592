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
 * out to 512 parts by the upper bits of their keys, and each part is then sorted within the cache.
 */
const PART_BITS: u32 = 9;
const PARTS: u32 = 512;
const PLAN_ROW: usize = 24;
/** Hashes that stay in the innermost cache while every chunk looks at them. */
const BLOCK: u32 = 512;

/** Counts, for each chunk of the plan (see near-search), how many of entries from..to-1 each part gets. */
export function countParts(hashes: usize, from: u32, to: u32, plan: usize, chunks: u32, sizes: usize): void {
  for (let block = from; block < to; block += BLOCK) {
    const first = hashes + <usize>block * HASH;
    const end = hashes + <usize>min<u32>(block + BLOCK, to) * HASH;
    for (let chunk: u32 = 0; chunk < chunks; chunk++) {
      const row = plan + <usize>chunk * PLAN_ROW;
      const bit = load<u32>(row) + load<u32>(row, 4) - PART_BITS;
      const own = sizes + ((<usize>(chunk * PARTS)) << 2);
      for (let hash = first; hash < end; hash += HASH) {
        const place = own + ((<usize>chunkKey(hash, bit, PART_BITS)) << 2);
        store<u32>(place, load<u32>(place) + 1);
      }
    }
  }
}

/** Deals out entries from..to-1 as pairs (key, entry). @param places where the next one of each part goes, counted in pairs */
export function dealPairs(
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

/** As dealPairs, the entries alone: where there is no room for pairs. They may lie where `sortEntries` puts them. */
export function dealEntries(
  hashes: usize,
  from: u32,
  to: u32,
  bit: u32,
  width: u32,
  places: usize,
  contents: usize,
): void {
  let hash = hashes + <usize>from * HASH;
  for (let entry = from; entry < to; entry++) {
    const part = chunkKey(hash, bit + width - PART_BITS, PART_BITS);
    const place = places + ((<usize>part) << 2);
    const at = load<u32>(place);
    store<u32>(place, at + 1);
    store<u32>(contents + ((<usize>at) << 2), entry);
    hash += HASH;
  }
}

/** Sorts pairs of parts from..to-1. @param ends where the pairs of each part end; those of the first begin at 0 */
export function sortPairs(
  pairs: usize,
  ends: usize,
  from: u32,
  to: u32,
  width: u32,
  buckets: usize,
  contents: usize,
): void {
  for (let part = from; part < to; part++) {
    const first = firstOf(part, ends);
    const begin = pairs + ((<usize>first) << 3);
    const end = pairs + ((<usize>load<u32>(ends + ((<usize>part) << 2))) << 3);
    sortPart(begin, end, first, part, width, buckets, contents);
  }
}

/** As sortPairs for entries that were dealt out alone. @param scratch room for the pairs of the largest part */
export function sortEntries(
  hashes: usize,
  bit: u32,
  ends: usize,
  from: u32,
  to: u32,
  width: u32,
  buckets: usize,
  contents: usize,
  scratch: usize,
): void {
  for (let part = from; part < to; part++) {
    const first = firstOf(part, ends);
    const last = load<u32>(ends + ((<usize>part) << 2));
    let pair = scratch;
    for (let at = first; at < last; at++) {
      const entry = load<u32>(contents + ((<usize>at) << 2));
      const key = chunkKey(hashes + <usize>entry * HASH, bit, width);
      store<u64>(pair, ((<u64>entry) << 32) | <u64>key);
      pair += 8;
    }
    sortPart(scratch, pair, first, part, width, buckets, contents);
  }
}

function firstOf(part: u32, ends: usize): u32 {
  return part === 0 ? 0 : load<u32>(ends + ((<usize>(part - 1)) << 2));
}

/** Sorts one part by counting. @param first place of its first entry in the contents */
function sortPart(
  begin: usize,
  end: usize,
  first: u32,
  part: u32,
  width: u32,
  buckets: usize,
  contents: usize,
): void {
  const size: u32 = 1 << (width - PART_BITS);
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
