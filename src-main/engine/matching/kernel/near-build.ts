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
