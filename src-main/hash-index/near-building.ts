import type { Chunk, NearLayout } from './chunk-plan.ts';
import type { KernelInstance } from './kernel-instance.ts';

/**
 * A chunk and the place of its table: 2^width + 2 words that say where the entries with each key begin (the last is
 * used only while building), and the entries.
 */
export interface ChunkTable extends Chunk {
  buckets: number;
  contents: number;
}

/** Addresses of one builder's private memory. */
export interface BuilderRoom {
  /** Has SCRATCH_BYTES. */
  readonly scratch: number;
  /** Where the parts of the chunk being built ended after each block of entries; has endsBytes. */
  readonly ends: number;
}

/**
 * Tables to be built over hashes in the same memory, by one or several threads. It holds only addresses, so that it can
 * be sent.
 */
export interface BuildPlan {
  readonly hashes: number;
  readonly count: number;
  readonly layout: NearLayout;
  readonly chunks: readonly ChunkTable[];
  /**
   * PARTS words for each chunk: first the number of entries in each part, then where the next entry of each part goes.
   */
  readonly parts: number;
  /** The state of each chunk, shared by all threads and zero at first. */
  readonly states: Int32Array;
}

type Kernel = Pick<KernelInstance, 'functions' | 'words' | 'touch' | 'wipe'>;

/** Entries, buckets and bytes per step: about a millisecond each. */
const COUNTED = 262_144;
const PLACED = 65_536;
const SUMMED = 1_048_576;
const TOUCHED = 1_048_576;
/** Number of entries from which building a table in parts is quicker (see near-build of the kernel). */
const MANY = 300_000;
const PART_BITS = 9;
const PARTS = 2 ** PART_BITS;
export const PARTS_BYTES = PARTS * 4;
/**
 * Room for one part during sorting: on average it has a 512th of all entries, of which one memory holds at most 32
 * million.
 */
export const SCRATCH_BYTES = 512 * 1024;

/** States of a chunk: UNCOUNTED, to be built in parts or by counting, TAKEN by a thread that builds it, BUILT. */
const [UNCOUNTED, IN_PARTS, BY_COUNTING, TAKEN, BUILT] = [0, 1, 2, 3, 4];
const PATIENCE_MS = 1;

export const endsBytes = (count: number, chunks: readonly Chunk[]): number =>
  Math.max(...chunks.map((chunk) => Math.ceil(count / blockOf(chunk)))) * PARTS_BYTES;

/**
 * Counts how many entries fall into each part of each chunk, where tables are built in parts, and lets all threads
 * begin.
 * @param rows the chunks as the kernel reads them (see near-search)
 */
export function* countingParts(kernel: Kernel, plan: BuildPlan, rows: number): Generator<void, void> {
  const { hashes, count, layout, chunks, parts, states } = plan;
  const areMany = layout === 'compact' && count >= MANY;
  for (const [from, to] of areMany ? steps(count, PLACED / 2) : []) {
    kernel.functions.countParts(hashes, from, to, rows, chunks.length, parts);
    yield;
  }
  // The first chunk comes last, because it is the one that other threads wait for.
  for (let number = chunks.length - 1; number >= 0; number--) {
    const fits =
      areMany && beginParts(kernel.words(parts + number * PARTS_BYTES, PARTS)) * 4 <= SCRATCH_BYTES;
    Atomics.store(states, number, fits ? IN_PARTS : BY_COUNTING);
  }
  Atomics.notify(states, 0);
}

/**
 * Turns the sizes of parts into their beginnings.
 * @returns the size of the largest
 */
function beginParts(parts: Uint32Array): number {
  let [begin, largest] = [0, 0];
  for (const [part, size] of parts.entries()) {
    parts[part] = begin;
    begin += size;
    largest = Math.max(largest, size);
  }
  return largest;
}

/** Waits, a moment in each step, until the parts are counted. */
export function* awaitingParts({ states }: BuildPlan): Generator<void, void> {
  while (Atomics.load(states, 0) === UNCOUNTED) {
    Atomics.wait(states, 0, UNCOUNTED, PATIENCE_MS);
    yield;
  }
}

/** Builds tables one after the other until every one is taken. */
export function* buildingTables(kernel: Kernel, plan: BuildPlan, room: BuilderRoom): Generator<void, void> {
  const { states } = plan;
  for (const [number, chunk] of plan.chunks.entries()) {
    const way = Atomics.load(states, number);
    if (way >= TAKEN || Atomics.compareExchange(states, number, way, TAKEN) !== way) continue;
    if (way === IN_PARTS) yield* buildInParts(kernel, plan, chunk, plan.parts + number * PARTS_BYTES, room);
    else yield* buildByCounting(kernel, plan, chunk, room);
    Atomics.store(states, number, BUILT);
    Atomics.notify(states, number);
  }
}

/**
 * Waits, a moment in each step, for tables that other threads build.
 * @param isAnyoneThere false once the threads are gone; the tables they had begun are then built here
 */
export function* awaitingTables(
  kernel: Kernel,
  plan: BuildPlan,
  room: BuilderRoom,
  isAnyoneThere: () => boolean,
): Generator<void, void> {
  const { states } = plan;
  for (const [number, chunk] of plan.chunks.entries()) {
    while (Atomics.load(states, number) !== BUILT) {
      if (!isAnyoneThere()) {
        // The position of the next entry of each part was lost with the thread.
        yield* buildByCounting(kernel, plan, chunk, room);
        Atomics.store(states, number, BUILT);
      } else if (Atomics.wait(states, number, TAKEN, PATIENCE_MS) === 'timed-out') yield;
    }
  }
}

function* buildByCounting(
  kernel: Kernel,
  { hashes, count, layout }: BuildPlan,
  { firstBit, width, buckets, contents }: ChunkTable,
  { scratch }: BuilderRoom,
): Generator<void, void> {
  const { functions } = kernel;
  kernel.wipe(buckets, buckets + (2 ** width + 2) * 4);
  for (const [from, to] of steps(count, COUNTED)) {
    functions.countKeys(hashes, from, to, firstBit, width, buckets);
    yield;
  }
  for (const [from, to] of steps(2 ** width + 2, SUMMED)) {
    functions.sumKeys(buckets, from, to);
    yield;
  }
  for (const [from, to] of steps(count, PLACED)) {
    const place = [hashes, from, to, firstBit, width, buckets, contents] as const;
    if (layout === 'fast') functions.placeSketches(...place, scratch);
    else functions.placeEntries(...place);
    yield;
  }
}

/** @param places where the parts begin */
function* buildInParts(
  kernel: Kernel,
  { hashes, count }: BuildPlan,
  chunk: ChunkTable,
  places: number,
  { scratch, ends }: BuilderRoom,
): Generator<void, void> {
  const { functions } = kernel;
  const { firstBit, width, buckets, contents } = chunk;
  // Touches all pages first. Pages whose first writes are scattered over 512 places take twice as long.
  for (const [at, bytes] of [
    [contents, count * 4],
    [buckets, 4 * 2 ** width],
  ] as const) {
    for (const [from, to] of steps(bytes, TOUCHED)) {
      kernel.touch(at + from, at + to);
      yield;
    }
  }
  const block = blockOf(chunk);
  let blocks = 0;
  for (const [from, to] of steps(count, Math.min(PLACED, block))) {
    functions.dealEntries(hashes, from, to, firstBit, width, places, contents);
    if (to % block === 0 || to === count) {
      kernel.words(ends + blocks * PARTS_BYTES, PARTS).set(kernel.words(places, PARTS));
      blocks++;
    }
    yield;
  }
  const partsAtOnce = Math.max(1, Math.floor((PLACED * PARTS) / count));
  for (const [from, to] of steps(PARTS, partsAtOnce)) {
    functions.sortParts(from, to, width, ends, blocks, buckets, contents, scratch);
    yield;
  }
  kernel.words(buckets + 2 ** width * 4, 1)[0] = count;
}

/** Number of entries whose numbers fit, apart from a common offset, beside the lower bits of a key. */
const blockOf = ({ width }: Chunk): number => 2 ** (32 - (width - PART_BITS));

function* steps(count: number, step: number): Generator<[from: number, to: number]> {
  for (let from = 0; from < count; from += step) yield [from, Math.min(count, from + step)];
}
