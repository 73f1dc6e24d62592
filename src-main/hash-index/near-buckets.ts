import type { BuildersAtWork, BuilderThreads } from './builder-threads.ts';
import { type Chunk, masksOf, masksWithin, type NearLayout, radiiFor } from './chunk-plan.ts';
import { type KernelInstance, sharedWords } from './kernel-instance.ts';
import {
  awaitingTables,
  type BuilderRoom,
  type BuildPlan,
  buildingTables,
  type ChunkTable,
  countingParts,
  endsBytes,
  PARTS_BYTES,
  SCRATCH_BYTES,
} from './near-building.ts';

/** Most buckets read for one query; beyond that it is scanned. The kernel holds the bounds of all of them at once. */
const MOST_PROBES = 32_768;
const GATHERED = 65_536;
const PLAN_WORDS = 6;

interface ChunkPlace extends ChunkTable {
  masks: number;
  mostRadius: number;
}

/**
 * Bucket tables over hashes in the same memory (Norouzi, Punjani, Fleet, "Fast exact search in Hamming space with
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
  readonly #tables: Omit<BuildPlan, 'states'>;
  /**
   * Work areas, one for this thread and one for each other builder. Allocated first, because every `take` invalidates
   * views of the memory.
   */
  readonly #rooms: readonly BuilderRoom[];
  readonly #builders: BuilderThreads | null;
  #atWork: BuildersAtWork | null = null;
  /** The distance for which the plan in memory was made. */
  #planned = -1;
  #worthwhile = false;

  /**
   * @param builders null where this thread builds alone
   * @throws IndexError no-memory
   */
  constructor(
    kernel: KernelInstance,
    hashes: number,
    count: number,
    chunks: readonly Chunk[],
    layout: NearLayout,
    builders: BuilderThreads | null,
  ) {
    this.#kernel = kernel;
    this.#hashes = hashes;
    this.#count = count;
    this.#layout = layout;
    this.#builders = builders;
    this.#plan = kernel.take(chunks.length * PLAN_WORDS * 4);
    this.#marks = kernel.take(Math.ceil(count / 8));
    this.#bounds = kernel.take((MOST_PROBES + 1) * 8);
    this.#gathered = kernel.take((GATHERED + 4) * 4);
    const parts = kernel.take(chunks.length * PARTS_BYTES);
    // This thread's scratch also serves as the area for a query's bounds and candidates; the two uses never overlap.
    const scratches = [this.#bounds];
    for (let i = 0; i < (builders?.count ?? 0); i++) scratches.push(kernel.take(SCRATCH_BYTES));
    this.#rooms = scratches.map((scratch) => ({ scratch, ends: kernel.take(endsBytes(count, chunks)) }));
    const masks = new Map<number, { masks: number; mostRadius: number }>();
    for (const { width } of chunks) if (!masks.has(width)) masks.set(width, this.#placeMasks(width));
    const entryBytes = layout === 'fast' ? 16 : 4;
    this.#chunks = chunks.map((chunk) => ({
      ...chunk,
      ...masks.get(chunk.width)!,
      buckets: kernel.take((2 ** chunk.width + 2) * 4),
      contents: kernel.take(count * entryBytes),
    }));
    this.#tables = { hashes, count, layout, chunks: this.#chunks, parts };
  }

  *building(): Generator<void, void> {
    const kernel = this.#kernel;
    const plan = { ...this.#tables, states: sharedWords(this.#chunks.length) };
    const [own, ...others] = this.#rooms as [BuilderRoom, ...BuilderRoom[]];
    this.#makePlan(0);
    const atWork = this.#builders?.start(kernel, plan, others) ?? null;
    this.#atWork = atWork;
    yield* countingParts(kernel, plan, this.#plan);
    yield* buildingTables(kernel, plan, own);
    if (atWork) yield* awaitingTables(kernel, plan, own, () => atWork.isAnyoneThere);
  }

  /** Stops the builders: afterwards no other thread writes to the memory. */
  stop(): void {
    this.#atWork?.stop();
  }

  /**
   * @param query address of the hash
   * @param out address for pairs (entry, distance)
   * @returns how many pairs; negative where only a scan will do, or is quicker
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

  /** A candidate costs about ten times as much as a scanned entry; with a sketch, about twice. */
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
