/**
 * AssemblyScript. Finds all neighbours of 256-bit hashes by Hamming distance: multi-index hashing (Norouzi, Punjani,
 * Fleet, "Fast exact search in Hamming space with multi-index hashing", 2014) with the generalised pigeonhole
 * principle, and the linear scan that it must agree with.
 *
 * The plan in memory has six words per chunk: first bit, width, address of bucket bounds (2^width + 1 words), address
 * of bucket contents, address of the masks to try, number of masks.
 */
const PLAN_ROW: usize = 24;
const HASH: usize = 32;
/** Candidates collected before they are verified; a bigger bucket is taken in pieces. */
const GATHERED: u32 = 65536;

let touched: u32 = 0;
/** Number of neighbours written by the last call. */
export let found: u32 = 0;

function keyAt(hash: usize, bit: u32, width: u32): u32 {
  // Reads up to 7 bytes past the hash, which are masked away; there is always memory behind it.
  return <u32>(load<u64>(hash + (bit >> 3)) >> (bit & 7)) & <u32>(((<u64>1) << width) - 1);
}

/**
 * Writes the entries from..to-1 within the distance to `out`, as pairs (entry, distance).
 * @returns `to`; or the entry to continue with once `capacity` pairs are written
 */
export function scan(
  hashes: usize,
  from: u32,
  to: u32,
  query: usize,
  distance: u32,
  out: usize,
  capacity: u32,
): u32 {
  const q0 = load<u64>(query);
  const q1 = load<u64>(query, 8);
  const q2 = load<u64>(query, 16);
  const q3 = load<u64>(query, 24);
  let count: u32 = 0;
  let hash = hashes + <usize>from * HASH;
  for (let entry = from; entry < to; entry++) {
    const bits = <u32>(
      (popcnt(load<u64>(hash) ^ q0) +
        popcnt(load<u64>(hash, 8) ^ q1) +
        popcnt(load<u64>(hash, 16) ^ q2) +
        popcnt(load<u64>(hash, 24) ^ q3))
    );
    if (bits <= distance) {
      if (count === capacity) {
        found = count;
        return entry;
      }
      store<u32>(out + ((<usize>count) << 3), entry);
      store<u32>(out + ((<usize>count) << 3), bits, 4);
      count++;
    }
    hash += HASH;
  }
  found = count;
  return to;
}

/**
 * Collects the bounds of all buckets to read, as pairs (address, entries), without the empty ones, and sums up their
 * entries.
 */
function gatherBounds(plan: usize, chunks: u32, query: usize, shift: u32, bounds: usize): usize {
  let to = bounds;
  let total: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const row = plan + <usize>chunk * PLAN_ROW;
    const key = keyAt(query, load<u32>(row), load<u32>(row, 4));
    const buckets = <usize>load<u32>(row, 8);
    const contents = load<u32>(row, 12);
    let mask = <usize>load<u32>(row, 16);
    const end = mask + ((<usize>load<u32>(row, 20)) << 2);
    for (; mask < end; mask += 4) {
      const bucket = buckets + ((<usize>(key ^ load<u32>(mask))) << 2);
      const first = load<u32>(bucket);
      const size = load<u32>(bucket, 4) - first;
      store<u32>(to, contents + (first << shift));
      store<u32>(to, size, 4);
      total += size;
      to += (<usize>(size !== 0)) << 3;
    }
  }
  touched = total;
  return to;
}

/**
 * Verifies one candidate after the other; an entry is written once, however many chunks found it (`marks`, one bit
 * each).
 * @returns neighbours written so far, or -1 where they exceed `capacity`
 */
function verify(
  hashes: usize,
  query: usize,
  distance: u32,
  marks: usize,
  from: usize,
  to: usize,
  out: usize,
  capacity: u32,
  before: u32,
): i32 {
  const q0 = load<u64>(query);
  const q1 = load<u64>(query, 8);
  const q2 = load<u64>(query, 16);
  const q3 = load<u64>(query, 24);
  let count = before;
  for (let at = from; at < to; at += 4) {
    const entry = load<u32>(at);
    const hash = hashes + <usize>entry * HASH;
    const bits = <u32>(
      (popcnt(load<u64>(hash) ^ q0) +
        popcnt(load<u64>(hash, 8) ^ q1) +
        popcnt(load<u64>(hash, 16) ^ q2) +
        popcnt(load<u64>(hash, 24) ^ q3))
    );
    if (bits > distance) continue;
    const mark = marks + <usize>(entry >> 3);
    const bit: u32 = 1 << (entry & 7);
    const marked = load<u8>(mark);
    if ((marked & bit) !== 0) continue;
    if (count === capacity) {
      found = count;
      return -1;
    }
    store<u8>(mark, <u8>(marked | bit));
    store<u32>(out + ((<usize>count) << 3), entry);
    store<u32>(out + ((<usize>count) << 3), bits, 4);
    count++;
  }
  found = count;
  return <i32>count;
}

function unmark(marks: usize, out: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) store<u8>(marks + <usize>(load<u32>(out + ((<usize>i) << 3)) >> 3), 0);
}

/**
 * Finds neighbours through buckets that hold entry numbers, 4 bytes each.
 * @param gathered room for GATHERED + 4 words
 * @param most number of candidates above which a scan is quicker
 * @returns how many pairs (entry, distance) are at `out`; -1: more than `capacity`; -2: more than `most` candidates
 */
export function searchEntries(
  plan: usize,
  chunks: u32,
  hashes: usize,
  query: usize,
  distance: u32,
  marks: usize,
  bounds: usize,
  gathered: usize,
  most: u32,
  out: usize,
  capacity: u32,
): i32 {
  const end = gatherBounds(plan, chunks, query, 2, bounds);
  found = 0;
  if (touched > most) return -2;
  let result: i32 = 0;
  let to = gathered;
  const full = gathered + ((<usize>GATHERED) << 2);
  for (let bound = bounds; bound < end; bound += 8) {
    let from = <usize>load<u32>(bound);
    let left = load<u32>(bound, 4);
    while (to + ((<usize>left) << 2) > full) {
      const part = min<u32>(left, <u32>((full - to) >> 2));
      memory.copy(to, from, (<usize>part) << 2);
      from += (<usize>part) << 2;
      left -= part;
      result = verify(hashes, query, distance, marks, gathered, full, out, capacity, found);
      to = gathered;
      if (result < 0) break;
    }
    if (result < 0) break;
    // Copies four at a time: the next bucket overwrites what was copied too much.
    const stop = to + ((<usize>left) << 2);
    for (let at = to; at < stop; at += 16) {
      v128.store(at, v128.load(from));
      from += 16;
    }
    to = stop;
  }
  if (result >= 0) result = verify(hashes, query, distance, marks, gathered, to, out, capacity, found);
  unmark(marks, out, found);
  return result;
}

/**
 * The first of the 12 bytes that a chunk's sketch copies: those behind the chunk, wrapping around the end of the hash.
 */
function sketchByte(bit: u32, width: u32): usize {
  return <usize>((bit + width + 7) >> 3) & 31;
}

/**
 * Finds neighbours through buckets that hold 16 bytes per entry: its number and 96 further bits of the hash. These bits
 * rule out most candidates without reading the hash.
 * @param query the hash twice, one after the other, so that a sketch that wraps around its end is contiguous
 * @returns the same as searchEntries
 */
export function searchSketches(
  plan: usize,
  chunks: u32,
  hashes: usize,
  query: usize,
  distance: u32,
  marks: usize,
  bounds: usize,
  gathered: usize,
  most: u32,
  out: usize,
  capacity: u32,
): i32 {
  let result: i32 = 0;
  let to = gathered;
  const full = gathered + ((<usize>GATHERED) << 2);
  let written: u32 = 0;
  let all: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks && result >= 0; chunk++) {
    const row = plan + <usize>chunk * PLAN_ROW;
    const end = gatherBounds(row, 1, query, 4, bounds);
    all += touched;
    if (all > most) {
      result = -2;
      break;
    }
    // WASM has no prefetch; reading one word of each bucket has that effect.
    let sum: u32 = 0;
    for (let bound = bounds; bound < end; bound += 8) sum += load<u32>(<usize>load<u32>(bound));
    touched = sum;
    const sketch = query + sketchByte(load<u32>(row), load<u32>(row, 4));
    const s0 = load<u32>(sketch);
    const s1 = load<u64>(sketch, 4);
    for (let bound = bounds; bound < end && result >= 0; bound += 8) {
      let at = <usize>load<u32>(bound);
      const stop = at + ((<usize>load<u32>(bound, 4)) << 4);
      for (; at < stop; at += 16) {
        const bits = <u32>popcnt(load<u64>(at, 8) ^ s1) + popcnt(load<u32>(at, 4) ^ s0);
        if (bits > distance) continue;
        store<u32>(to, load<u32>(at));
        to += 4;
        if (to === full) {
          result = verify(hashes, query, distance, marks, gathered, to, out, capacity, written);
          written = found;
          to = gathered;
          if (result < 0) break;
        }
      }
    }
  }
  if (result >= 0) {
    result = verify(hashes, query, distance, marks, gathered, to, out, capacity, written);
    written = found;
  }
  unmark(marks, out, written);
  return result;
}
