import { type Entropy, systemEntropy } from '../ports/entropy.ts';
import type { BuilderThreads } from './builder-threads.ts';
import type { NearLayout } from './chunk-plan.ts';
import { ExactSegment } from './exact-segment.ts';
import { HashBatch } from './hash-batch.ts';
import { type ExactHits, HitCollector, type NearHits } from './hits.ts';
import {
  countValues,
  INDEX_ALGORITHMS,
  type IndexAlgorithm,
  STORED_BYTES,
  storedValues,
  VALUE_BYTES,
} from './index-algorithm.ts';
import { IndexError } from './index-error.ts';
import { NearSegment } from './near-segment.ts';
import { RefStates } from './ref-states.ts';
import { type SegmentMaking, Shelf } from './shelf.ts';

export interface MatchIndexOptions {
  /** dist/kernel/matching.wasm, compiled. */
  kernel: WebAssembly.Module;
  /** Threads that help to build large segments; null where this one builds alone. */
  builders?: BuilderThreads | null;
  /**
   * `compact`: below 100 bytes per PDQ at 10 million; `fast`: about 250, for several times as many queries per second.
   */
  layout: NearLayout;
  entropy?: Entropy;
  /** Near segments of fewer entries are not sealed, and always scanned. */
  sealFrom?: number;
  /** Capacity of the smallest segment. */
  freshEntries?: number;
}

/** Contents of the index, per algorithm. */
export interface IndexStats {
  algorithms: Record<IndexAlgorithm, { entries: number; segments: number; bytes: number }>;
  /** Memory of all segments. Removed refs count until a merge drops them. */
  bytes: number;
}

const MOST_REF = 0xffff_ffff;

/**
 * Values of hash lists and cases in memory, found by equality and, for PDQ, by Hamming distance. Searches are
 * exhaustive: they find every ref. A value may have many refs, and a ref many values. The caller chooses refs (u32);
 * one that was removed is never used again. All operations run in one thread; the generators work in steps of about a
 * millisecond, between which any other operation may run.
 */
export class MatchIndex {
  readonly #shelves: Record<IndexAlgorithm, Shelf>;
  readonly #states = new RefStates();
  readonly #hits = new HitCollector();
  #zeroed = 0;

  constructor({
    kernel,
    builders = null,
    layout,
    entropy = systemEntropy,
    sealFrom = 20_000,
    freshEntries = 4096,
  }: MatchIndexOptions) {
    const seed = new DataView(entropy.bytes(8).buffer).getBigUint64(0, true);
    const making: SegmentMaking = { kernel, builders, layout, seed, sealFrom, freshEntries };
    const shelf = (algorithm: IndexAlgorithm) => new Shelf(algorithm, making);
    this.#shelves = {
      md5: shelf('md5'),
      sha1: shelf('sha1'),
      sha256: shelf('sha256'),
      photodna: shelf('photodna'),
      url: shelf('url'),
      pdq: shelf('pdq'),
    };
  }

  /** Whether a merge would make queries faster. */
  get wantsMerge(): boolean {
    return INDEX_ALGORITHMS.some((algorithm) => this.#shelves[algorithm].wantsMerge);
  }

  /**
   * @param values packed, VALUE_BYTES each
   * @param refs one for each value
   * @throws IndexError wrong-input, removed-ref (nothing is added), no-memory
   */
  add(algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array): void {
    finish(this.adding(algorithm, values, refs));
  }

  /** Does the same as `add` in steps; values added so far are found in between. */
  *adding(algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array): Generator<void, void> {
    if (countValues(algorithm, values) !== refs.length) {
      throw new IndexError('wrong-input', `${refs.length} refs for ${values.length} bytes of ${algorithm}`);
    }
    if (!this.#states.allLive) {
      const removed = refs.find((ref) => !this.#states.isLive(ref));
      if (removed !== undefined) throw new IndexError('removed-ref', `ref ${removed} was removed`);
    }
    const zeroed = this.#zeroed;
    const step = algorithm === 'photodna' ? 1024 : refs.length;
    for (let from = 0; from < refs.length; from += step) {
      const width = VALUE_BYTES[algorithm];
      const part = storedValues(algorithm, values.subarray(from * width, (from + step) * width));
      const adding = this.#shelves[algorithm].adding(part, refs.subarray(from, from + step));
      yield* this.#unlessZeroed(adding, zeroed);
    }
  }

  /** Removes refs under every algorithm. Their values are dropped by the next merge that reaches them. */
  remove(refs: Uint32Array): void {
    this.#states.remove(refs);
  }

  /**
   * @param last included in the range
   * @throws IndexError wrong-input
   */
  removeRange(first: number, last: number): void {
    checkRange(first, last);
    this.#states.removeRange(first, last);
  }

  /**
   * Enables or disables a range of refs. Those in a disabled range do not answer, even when added later. Costs nothing
   * per ref.
   * @param last included in the range
   * @throws IndexError wrong-input
   */
  setRange(first: number, last: number, enabled: boolean): void {
    checkRange(first, last);
    this.#states.setRange(first, last, enabled);
  }

  /** @param queries packed values @throws IndexError wrong-input */
  exact(algorithm: IndexAlgorithm, queries: Uint8Array): ExactHits {
    const count = countValues(algorithm, queries);
    if (algorithm === 'pdq') {
      const batch = new HashBatch(queries);
      for (const segment of this.#shelves.pdq.segments) {
        if (segment instanceof NearSegment) segment.equal(queries, batch, this.#states, this.#hits);
      }
      return this.#hits.exactHits(count);
    }
    const stored = storedValues(algorithm, queries);
    for (const segment of this.#shelves[algorithm].segments) {
      if (segment instanceof ExactSegment) segment.find(stored, 0, this.#states, this.#hits);
    }
    return this.#hits.exactHits(count);
  }

  /**
   * Finds all PDQ values within the distance of each query.
   * @param queries packed, 32 bytes each
   * @param maxDistance bits, 0 to 256; PDQ's authors take up to 31 for a match (facebook/ThreatExchange, pdq/README.md)
   * @throws IndexError wrong-input
   */
  near(queries: Uint8Array, maxDistance: number): NearHits {
    const count = countValues('pdq', queries);
    if (!Number.isInteger(maxDistance) || maxDistance < 0 || maxDistance > 256) {
      throw new IndexError('wrong-input', `no distance of 256 bits: ${maxDistance}`);
    }
    const width = STORED_BYTES.pdq;
    for (let number = 0; number < count; number++) {
      const query = queries.subarray(number * width, (number + 1) * width);
      for (const segment of this.#shelves.pdq.segments) {
        if (segment instanceof NearSegment)
          segment.near(query, number, maxDistance, this.#states, this.#hits);
      }
    }
    return this.#hits.nearHits(count);
  }

  /** Does the same as `merging`, all at once. */
  merge(thorough = false): void {
    finish(this.merging(thorough));
  }

  /**
   * Merges small segments, seals PDQ segments and drops what was removed, in steps. Meanwhile it needs the memory of
   * what it merges a second time.
   * @param thorough drops everything removed, however much work that is
   * @throws IndexError no-memory (everything stays as it is), zeroed
   */
  *merging(thorough = false): Generator<void, void> {
    const zeroed = this.#zeroed;
    for (const algorithm of INDEX_ALGORITHMS) {
      yield* this.#unlessZeroed(this.#shelves[algorithm].merging(this.#states, thorough), zeroed);
    }
  }

  stats(): IndexStats {
    const of = (algorithm: IndexAlgorithm) => {
      const { entries, segments, bytes } = this.#shelves[algorithm];
      return { entries, segments: segments.length, bytes };
    };
    const algorithms = {
      md5: of('md5'),
      sha1: of('sha1'),
      sha256: of('sha256'),
      photodna: of('photodna'),
      url: of('url'),
      pdq: of('pdq'),
    };
    return { algorithms, bytes: Object.values(algorithms).reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  /**
   * Overwrites everything with zeros, for a lock of the vault. The index is empty then; work in progress ends as
   * `zeroed`.
   */
  zero(): void {
    this.#zeroed++;
    for (const algorithm of INDEX_ALGORITHMS) this.#shelves[algorithm].zero();
    this.#states.zero();
    this.#hits.zero();
  }

  /** Grows with each `zero`; work that spans several turns of the event loop compares it to learn that it is void. */
  get timesZeroed(): number {
    return this.#zeroed;
  }

  /** The parts that are saved to files. */
  get parts(): { shelves: Readonly<Record<IndexAlgorithm, Shelf>>; states: RefStates } {
    return { shelves: this.#shelves, states: this.#states };
  }

  *#unlessZeroed(steps: Generator<void, void>, zeroed: number): Generator<void, void> {
    while (true) {
      if (this.#zeroed !== zeroed) throw new IndexError('zeroed', 'the index was overwritten meanwhile');
      if (steps.next().done) return;
      yield;
    }
  }
}

function checkRange(first: number, last: number): void {
  if (Number.isInteger(first) && Number.isInteger(last) && 0 <= first && first <= last && last <= MOST_REF)
    return;
  throw new IndexError('wrong-input', `no range of refs: ${first} to ${last}`);
}

function finish(steps: Generator<void, void>): void {
  while (!steps.next().done);
}
