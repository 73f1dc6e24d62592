import { type Chunk, masksOf, masksWithin, type NearLayout, radiiFor } from './chunk-plan.ts';
import type { KernelInstance } from './kernel-instance.ts';

/** Buckets looked into for one query at most; beyond, a scan. The kernel holds the bounds of all at once. */
const MOST_PROBES = 32_768;
const GATHERED = 65_536;
const PLAN_WORDS = 6;
/** Entries and buckets a step of the building handles: about a millisecond each. */
const COUNTED = 262_144;
const PLACED = 65_536;
const SUMMED = 1_048_576;
/** Entries from which building in parts is quicker; parts of a chunk (see near-build of the kernel). */
const MANY = 300_000;
const PART_BITS = 9;
const PARTS = 2 ** PART_BITS;
const PARTS_BYTES = PARTS * 4;
/** Entries of 4 bytes that fit where queries have their bounds and what they gather, which lie one after the other. */
const SCRATCH_ENTRIES = 2 * MOST_PROBES + GATHERED;

interface ChunkPlace extends Chunk {
  buckets: number;
  contents: number;
  masks: number;
  mostRadius: number;
}

/**
 * Bucket tables over hashes that lie in the same memory (Norouzi, Punjani, Fleet, "Fast exact search in Hamming space with
 * multi-index hashing"): for each chunk of the hash a table of where the entries with each key begin, and the entries
 * (`compact`: 4 bytes each; `fast`: with 96 further bits of the hash, 16 bytes each).
 */
export class NearBuckets {
  readonly #kernel: KernelInstance;
  readonly #hashes: number;
  readonly #count: number;
  readonly #layout: NearLayout;
  readonly #chunks: readonly ChunkPlace[];
  readonly #plan: number;
  readonly #marks: number;
  readonly #bounds: number;
  readonly #gathered: number;
  readonly #twice: number;
  /** Sizes of the parts of each chunk, while building. Taken at first, as views of the memory end with every `take`. */
  readonly #parts: number;
  /** Where the parts of the chunk that is being built ended after each block of entries. */
  readonly #ends: number;
  /** The distance the plan in memory is made for. */
  #planned = -1;
  #worthwhile = false;

  /** @throws IndexError no-memory */
  constructor(
    kernel: KernelInstance,
    hashes: number,
    count: number,
    chunks: readonly Chunk[],
    layout: NearLayout,
  ) {
    this.#kernel = kernel;
    this.#hashes = hashes;
    this.#count = count;
    this.#layout = layout;
    this.#plan = kernel.take(chunks.length * PLAN_WORDS * 4);
    this.#marks = kernel.take(Math.ceil(count / 8));
    this.#bounds = kernel.take((MOST_PROBES + 1) * 8);
    this.#gathered = kernel.take((GATHERED + 4) * 4);
    this.#twice = kernel.take(64);
    this.#parts = kernel.take(chunks.length * PARTS_BYTES);
    this.#ends = kernel.take(Math.max(...chunks.map((chunk) => blocksOf(count, chunk))) * PARTS_BYTES);
    const masks = new Map<number, { masks: number; mostRadius: number }>();
    for (const { width } of chunks) if (!masks.has(width)) masks.set(width, this.#placeMasks(width));
    const entryBytes = layout === 'fast' ? 16 : 4;
    this.#chunks = chunks.map((chunk) => ({
      ...chunk,
      ...masks.get(chunk.width)!,
      buckets: kernel.take((2 ** chunk.width + 2) * 4),
      contents: kernel.take(count * entryBytes),
    }));
  }

  *building(): Generator<void, void> {
    if (this.#layout === 'fast' || this.#count < MANY) {
      for (const chunk of this.#chunks) yield* this.#buildByCounting(chunk);
      return;
    }
    const sizes = this.#parts;
    this.#makePlan(0);
    for (const [from, to] of steps(this.#count, PLACED / 2)) {
      const { functions } = this.#kernel;
      functions.countParts(this.#hashes, from, to, this.#plan, this.#chunks.length, sizes);
      yield;
    }
    for (const [number, chunk] of this.#chunks.entries()) {
      const places = sizes + number * PARTS_BYTES;
      if (this.#beginParts(places) <= SCRATCH_ENTRIES) yield* this.#buildInParts(chunk, places);
      else yield* this.#buildByCounting(chunk);
    }
  }

  *#buildByCounting({ firstBit, width, buckets, contents }: ChunkPlace): Generator<void, void> {
    const { functions } = this.#kernel;
    this.#kernel.wipe(buckets, buckets + (2 ** width + 2) * 4);
    for (const [from, to] of steps(this.#count, COUNTED)) {
      functions.countKeys(this.#hashes, from, to, firstBit, width, buckets);
      yield;
    }
    for (const [from, to] of steps(2 ** width + 2, SUMMED)) {
      functions.sumKeys(buckets, from, to);
      yield;
    }
    for (const [from, to] of steps(this.#count, PLACED)) {
      const place = [this.#hashes, from, to, firstBit, width, buckets, contents] as const;
      if (this.#layout === 'fast') functions.placeSketches(...place, this.#twice);
      else functions.placeEntries(...place);
      yield;
    }
  }

  /** From sizes of the parts of a chunk to where they begin. @returns the size of the largest */
  #beginParts(places: number): number {
    let [begin, largest] = [0, 0];
    const words = this.#kernel.words(places, PARTS);
    for (const [part, size] of words.entries()) {
      words[part] = begin;
      begin += size;
      largest = Math.max(largest, size);
    }
    return largest;
  }

  /** @param places where the parts begin */
  *#buildInParts(chunk: ChunkPlace, places: number): Generator<void, void> {
    const { functions } = this.#kernel;
    const { firstBit, width, buckets, contents } = chunk;
    const ends = this.#ends;
    const block = blockOf(chunk);
    let blocks = 0;
    for (const [from, to] of steps(this.#count, Math.min(PLACED, block))) {
      functions.dealEntries(this.#hashes, from, to, firstBit, width, places, contents);
      if (to % block === 0 || to === this.#count) {
        this.#kernel.words(ends + blocks * PARTS_BYTES, PARTS).set(this.#kernel.words(places, PARTS));
        blocks++;
      }
      yield;
    }
    const partsAtOnce = Math.max(1, Math.floor((PLACED * PARTS) / this.#count));
    for (const [from, to] of steps(PARTS, partsAtOnce)) {
      functions.sortParts(from, to, width, ends, blocks, buckets, contents, this.#bounds);
      yield;
    }
    this.#kernel.words(buckets + 2 ** width * 4, 1)[0] = this.#count;
  }

  /**
   * @param query address of the hash
   * @param out address for pairs (entry, distance)
   * @returns how many pairs; below 0 where only a scan will do or where it is quicker
   */
  search(query: number, distance: number, out: number, capacity: number): number {
    if (distance !== this.#planned) this.#makePlan(distance);
    if (!this.#worthwhile) return -1;
    const { functions } = this.#kernel;
    if (this.#layout === 'fast') {
      const hash = this.#kernel.bytes(query, 32);
      this.#kernel.write(query + 32, hash);
    }
    const search = this.#layout === 'fast' ? functions.searchSketches : functions.searchEntries;
    return search(
      this.#plan,
      this.#chunks.length,
      this.#hashes,
      query,
      distance,
      this.#marks,
      this.#bounds,
      this.#gathered,
      this.#mostCandidates(),
      out,
      capacity,
    );
  }

  /** A candidate costs about ten times as much as an entry of a scan, a sketch about twice. */
  #mostCandidates(): number {
    return Math.max(1000, Math.floor(this.#count / (this.#layout === 'fast' ? 2 : 8)));
  }

  #makePlan(distance: number): void {
    const radii = radiiFor(distance, this.#chunks.length);
    const words = this.#kernel.words(this.#plan, this.#chunks.length * PLAN_WORDS);
    let probes = 0;
    let candidates = 0;
    let reachable = true;
    this.#chunks.forEach(({ firstBit, width, buckets, contents, masks, mostRadius }, i) => {
      const radius = radii[i]!;
      if (radius > mostRadius) reachable = false;
      const tried = reachable ? masksWithin(width, radius) : 0;
      probes += tried;
      candidates += (tried * this.#count) / 2 ** width;
      words.set([firstBit, width, buckets, contents, masks, tried], i * PLAN_WORDS);
    });
    this.#planned = distance;
    this.#worthwhile =
      reachable &&
      probes <= MOST_PROBES &&
      candidates <= this.#mostCandidates() &&
      probes <= Math.max(512, this.#count / 4);
  }

  #placeMasks(width: number): { masks: number; mostRadius: number } {
    let mostRadius = 0;
    while (mostRadius < width && masksWithin(width, mostRadius + 1) <= MOST_PROBES / 4) mostRadius++;
    const masks = masksOf(width, mostRadius);
    const address = this.#kernel.take(masks.byteLength);
    this.#kernel.words(address, masks.length).set(masks);
    return { masks: address, mostRadius };
  }
}

/** Entries whose numbers differ in what fits beside the lower bits of a key. */
const blockOf = ({ width }: Chunk): number => 2 ** (32 - (width - PART_BITS));

const blocksOf = (count: number, chunk: Chunk): number => Math.ceil(count / blockOf(chunk));

function* steps(count: number, step: number): Generator<[from: number, to: number]> {
  for (let from = 0; from < count; from += step) yield [from, Math.min(count, from + step)];
}
