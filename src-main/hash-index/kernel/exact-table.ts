/**
 * AssemblyScript. Finds fixed-width values (16, 20 or 32 bytes) by equality; a value may have any number of entries.
 *
 * The table consists of 64-byte lines: 12 tags, the count of values that found the line full (it saturates and then
 * stays), three unused bytes, 12 entry numbers + 1. An entry is its value directly followed by its ref. A look-up reads
 * one line of memory and, where a tag fits, one entry. Look-ups work in blocks whose loops each do one kind of access,
 * so that cache misses overlap: measured, one dependent access costs 0.3 us, independent ones 12 to 20 ns.
 */
const LINE: usize = 64;
const SLOTS_MASK: u32 = 0xfff;
const OVERFLOW: usize = 12;
const NUMBERS: usize = 16;
const BLOCK: u32 = 256;
const REF: usize = 4;
/**
 * Layout at the given scratch address: for each value of a block its mixed word, 8 bytes, and its candidates, 4 bytes.
 */
const CANDIDATES: usize = 2048;

/** Exported, so that no optimiser removes the reads that only warm the cache. */
export let warmed: u32 = 0;

/** Attackers can choose values: without a secret seed they could make a list that fills one line (hash flooding). */
function mix(value: usize, width: u32, seed: u64): u64 {
  let word = load<u64>(value) ^ seed;
  word = (word ^ (word >> 32)) * 0x9fb21c651e98df25;
  word = (word ^ (word >> 29) ^ load<u64>(value, 8)) * 0xd6e8feb86659fd93;
  word = word ^ (word >> 32);
  if (width === 20) word = (word ^ load<u32>(value, 16)) * 0x9fb21c651e98df25;
  else if (width === 32) {
    word = (word ^ load<u64>(value, 16)) * 0x9fb21c651e98df25;
    word = (word ^ (word >> 32) ^ load<u64>(value, 24)) * 0xd6e8feb86659fd93;
  }
  word = (word ^ (word >> 32) ^ seed) * 0x9fb21c651e98df25;
  return word ^ (word >> 28);
}

function lineOf(word: u64, lines: u32): u32 {
  return <u32>(((word >> 32) * <u64>lines) >> 32);
}

function tagOf(word: u64): u8 {
  const tag = <u8>word;
  return tag === 0 ? 255 : tag;
}

function equal(a: usize, b: usize, width: u32): bool {
  if (load<u64>(a) !== load<u64>(b) || load<u64>(a, 8) !== load<u64>(b, 8)) return false;
  if (width === 20) return load<u32>(a, 16) === load<u32>(b, 16);
  return width === 16 || (load<u64>(a, 16) === load<u64>(b, 16) && load<u64>(a, 24) === load<u64>(b, 24));
}

function slotsWith(line: usize, tag: u8): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(line), i8x16.splat(<i8>tag))) & SLOTS_MASK;
}

/** Returns entry number + 1 of the first entry with the value, or 0. `candidates` are those of the value's own line. */
function resolve(
  table: usize,
  lines: u32,
  entries: usize,
  width: u32,
  value: usize,
  word: u64,
  candidates: u32,
): u32 {
  const tag = tagOf(word);
  let number = lineOf(word, lines);
  let fitting = candidates;
  while (true) {
    const line = table + <usize>number * LINE;
    while (fitting !== 0) {
      const entry = load<u32>(line + NUMBERS + ((<usize>ctz(fitting)) << 2));
      if (equal(entries + <usize>(entry - 1) * (<usize>width + REF), value, width)) return entry;
      fitting &= fitting - 1;
    }
    if (load<u8>(line + OVERFLOW) === 0) return 0;
    number = number + 1 === lines ? 0 : number + 1;
    fitting = slotsWith(table + <usize>number * LINE, tag);
  }
}

function mixBlock(
  table: usize,
  lines: u32,
  from: usize,
  stride: usize,
  count: u32,
  width: u32,
  seed: u64,
  scratch: usize,
): void {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const word = mix(from + <usize>i * stride, width, seed);
    store<u64>(scratch + ((<usize>i) << 3), word);
    sum += load<u8>(table + <usize>lineOf(word, lines) * LINE);
  }
  warmed = sum;
}

/** Stores packed values with their refs as entries from..to-1. */
export function exactStore(entries: usize, width: u32, from: u32, to: u32, values: usize, refs: usize): void {
  const stride = <usize>width + REF;
  let entry = entries + <usize>from * stride;
  let value = values;
  let ref = refs;
  for (let i = from; i < to; i++) {
    memory.copy(entry, value, <usize>width);
    store<u32>(entry + <usize>width, load<u32>(ref));
    entry += stride;
    value += <usize>width;
    ref += REF;
  }
}

/** Reads values and refs of entries from..to-1, packed. */
export function exactRead(entries: usize, width: u32, from: u32, to: u32, values: usize, refs: usize): void {
  const stride = <usize>width + REF;
  let entry = entries + <usize>from * stride;
  let value = values;
  let ref = refs;
  for (let i = from; i < to; i++) {
    memory.copy(value, entry, <usize>width);
    store<u32>(ref, load<u32>(entry + <usize>width));
    entry += stride;
    value += <usize>width;
    ref += REF;
  }
}

/**
 * Enters the stored entries from..to-1 into the table. Further entries of one value are linked to its first one through
 * `next` (entry numbers + 1).
 * @returns `to`; or the entry that needs `next` where that is 0
 */
export function exactInsert(
  table: usize,
  lines: u32,
  entries: usize,
  width: u32,
  seed: u64,
  next: usize,
  scratch: usize,
  from: u32,
  to: u32,
): u32 {
  const stride = <usize>width + REF;
  for (let start = from; start < to; start += BLOCK) {
    const count = min<u32>(BLOCK, to - start);
    mixBlock(table, lines, entries + <usize>start * stride, stride, count, width, seed, scratch);
    for (let i: u32 = 0; i < count; i++) {
      const word = load<u64>(scratch + ((<usize>i) << 3));
      const tag = tagOf(word);
      const value = entries + <usize>(start + i) * stride;
      let number = lineOf(word, lines);
      let line = table + <usize>number * LINE;
      const first = resolve(table, lines, entries, width, value, word, slotsWith(line, tag));
      if (first !== 0) {
        if (next === 0) return start + i;
        const head = next + ((<usize>(first - 1)) << 2);
        store<u32>(next + ((<usize>(start + i)) << 2), load<u32>(head));
        store<u32>(head, start + i + 1);
        continue;
      }
      let free = slotsWith(line, 0);
      while (free === 0) {
        const overflow = load<u8>(line + OVERFLOW);
        if (overflow < 255) store<u8>(line + OVERFLOW, overflow + 1);
        number = number + 1 === lines ? 0 : number + 1;
        line = table + <usize>number * LINE;
        free = slotsWith(line, 0);
      }
      const slot = <usize>ctz(free);
      store<u8>(line + slot, tag);
      store<u32>(line + NUMBERS + (slot << 2), start + i + 1);
    }
  }
  return to;
}

/**
 * Looks up `count` values at `queries`. Writes for each one found the number of the query (counted from `first`), the
 * ref and the number of its first entry, each to an array of `count` words; the three arrays follow each other at
 * `out`.
 * @returns how many were found
 */
export function exactFind(
  table: usize,
  lines: u32,
  entries: usize,
  width: u32,
  seed: u64,
  scratch: usize,
  queries: usize,
  count: u32,
  first: u32,
  out: usize,
): u32 {
  const stride = <usize>width + REF;
  const refs = (<usize>count) << 2;
  const firsts = (<usize>count) << 3;
  let to = out;
  const candidates = scratch + CANDIDATES;
  for (let start: u32 = 0; start < count; start += BLOCK) {
    const size = min<u32>(BLOCK, count - start);
    const block = queries + <usize>start * <usize>width;
    mixBlock(table, lines, block, <usize>width, size, width, seed, scratch);
    let sum: u32 = 0;
    for (let i: u32 = 0; i < size; i++) {
      const word = load<u64>(scratch + ((<usize>i) << 3));
      const line = table + <usize>lineOf(word, lines) * LINE;
      const fitting = slotsWith(line, tagOf(word));
      store<u32>(candidates + ((<usize>i) << 2), fitting);
      if (fitting !== 0) {
        const number = load<u32>(line + NUMBERS + ((<usize>ctz(fitting)) << 2));
        const entry = entries + <usize>(number - 1) * stride;
        // An entry may lie across two cache lines.
        sum += <u32>load<u8>(entry) + load<u32>(entry + <usize>width);
      }
    }
    warmed = sum;
    for (let i: u32 = 0; i < size; i++) {
      const word = load<u64>(scratch + ((<usize>i) << 3));
      const fitting = load<u32>(candidates + ((<usize>i) << 2));
      const value = block + <usize>i * <usize>width;
      const number = resolve(table, lines, entries, width, value, word, fitting);
      if (number === 0) continue;
      store<u32>(to, first + start + i);
      store<u32>(to + refs, load<u32>(entries + <usize>(number - 1) * stride + <usize>width));
      store<u32>(to + firsts, number - 1);
      to += 4;
    }
  }
  return <u32>((to - out) >> 2);
}
