import type { BuilderThreads } from './builder-threads.ts';
import { type Chunk, chunkCountFor, chunksOf, type NearLayout } from './chunk-plan.ts';
import type { HashBatch } from './hash-batch.ts';
import type { HitCollector } from './hits.ts';
import { KernelInstance, sharedMemory } from './kernel-instance.ts';
import { NearBuckets } from './near-buckets.ts';
import type { RefStates } from './ref-states.ts';
import type { Segment } from './segment.ts';

const HASH_BYTES = 32;
/** Neighbours the kernel hands over at once. A query with more continues as a scan. */
const PAIRS = 16_384;

/**
 * 256-bit hashes, found by Hamming distance: by a scan at first, through buckets once sealed. Both find every
 * neighbour.
 */
export class NearSegment implements Segment {
  readonly width = HASH_BYTES;
  readonly capacity: number;
  readonly #refs: Uint32Array;
  readonly #kernel: KernelInstance;
  readonly #layout: NearLayout;
  readonly #chunkCount: number | null;
  readonly #builders: BuilderThreads | null;
  /** Address where the query is stored twice in a row (see searchSketches). */
  readonly #query: number;
  readonly #out: number;
  readonly #hashes: number;
  #outWords: Uint32Array;
  #buckets: NearBuckets | null = null;
  #inBuilding: NearBuckets | null = null;
  #count = 0;

  /**
   * @param chunkCount 5 to 256; chosen by the number of entries where it is null
   * @param builders provide the kernel; null where this thread seals alone
   * @throws IndexError no-memory
   */
  constructor(
    module: WebAssembly.Module,
    capacity: number,
    layout: NearLayout,
    {
      chunkCount = null,
      builders = null,
    }: { chunkCount?: number | null; builders?: BuilderThreads | null } = {},
  ) {
    this.capacity = capacity;
    this.#layout = layout;
    this.#chunkCount = chunkCount;
    this.#builders = builders;
    this.#kernel = builders
      ? new KernelInstance(builders.kernel, sharedMemory())
      : new KernelInstance(module);
    this.#query = this.#kernel.take(2 * HASH_BYTES);
    this.#out = this.#kernel.take(PAIRS * 8);
    this.#hashes = this.#kernel.take(capacity * HASH_BYTES);
    this.#refs = new Uint32Array(capacity);
    this.#outWords = this.#kernel.words(this.#out, PAIRS * 2);
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#kernel.size + this.#refs.byteLength;
  }

  get sealed(): boolean {
    return this.#buckets !== null;
  }

  append(values: Uint8Array, refs: Uint32Array): void {
    this.#kernel.write(this.#hashes + this.#count * HASH_BYTES, values);
    this.#refs.set(refs, this.#count);
    this.#count += refs.length;
  }

  /** Finds all entries within the distance (in bits) of one hash. */
  near(query: Uint8Array, number: number, distance: number, states: RefStates, hits: HitCollector): void {
    this.#kernel.write(this.#query, query);
    const found = this.#buckets?.search(this.#query, distance, this.#out, PAIRS) ?? -1;
    if (found >= 0) this.#collect(found, number, states, hits);
    else this.#scan(number, distance, states, hits);
  }

  /** Finds all entries equal to each of many hashes. Unsealed entries are scanned once for all of them. */
  equal(queries: Uint8Array, batch: HashBatch, states: RefStates, hits: HitCollector): void {
    if (this.sealed) {
      for (let from = 0, number = 0; from < queries.length; from += HASH_BYTES, number++) {
        this.near(queries.subarray(from, from + HASH_BYTES), number, 0, states, hits);
      }
      return;
    }
    const words = this.#kernel.words(this.#hashes, this.#count * (HASH_BYTES / 4));
    batch.equalAmong(words, (number, entry) => {
      const ref = this.#refs[entry]!;
      if (states.answers(ref)) hits.push(number, ref, 0);
    });
  }

  entriesAt(from: number, to: number): { values: Uint8Array; refs: Uint32Array } {
    return {
      values: this.#kernel.bytes(this.#hashes + from * HASH_BYTES, (to - from) * HASH_BYTES),
      refs: this.#refs.subarray(from, to),
    };
  }

  *sealing(): Generator<void, void> {
    if (this.#buckets !== null || this.#count === 0) return;
    const chunks: Chunk[] = chunksOf(this.#chunkCount ?? chunkCountFor(this.#count, this.#layout));
    const buckets = new NearBuckets(
      this.#kernel,
      this.#hashes,
      this.#count,
      chunks,
      this.#layout,
      this.#builders,
    );
    this.#outWords = this.#kernel.words(this.#out, PAIRS * 2);
    this.#inBuilding = buckets;
    yield* buckets.building();
    this.#inBuilding = null;
    this.#buckets = buckets;
  }

  wipe(from = 0, to = this.#kernel.size): void {
    this.#inBuilding?.stop();
    this.#kernel.wipe(from, to);
    if (to >= this.#kernel.size) this.#refs.fill(0);
  }

  #scan(number: number, distance: number, states: RefStates, hits: HitCollector): void {
    const { functions } = this.#kernel;
    let from = 0;
    while (from < this.#count) {
      from = functions.scan(this.#hashes, from, this.#count, this.#query, distance, this.#out, PAIRS);
      this.#collect(functions.found.value, number, states, hits);
    }
  }

  #collect(found: number, number: number, states: RefStates, hits: HitCollector): void {
    const out = this.#outWords;
    for (let i = 0; i < found; i++) {
      const ref = this.#refs[out[2 * i]!]!;
      if (states.answers(ref)) hits.push(number, ref, out[2 * i + 1]!);
    }
  }
}
