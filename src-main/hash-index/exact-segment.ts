import type { HitCollector } from './hits.ts';
import { KernelInstance } from './kernel-instance.ts';
import type { RefStates } from './ref-states.ts';
import { SEGMENT_STEP, type Segment } from './segment.ts';

/** Values handed to the kernel at once. */
const BATCH = SEGMENT_STEP;
const REF_BYTES = 4;
const SCRATCH_BYTES = 3072;
const LINE_BYTES = 64;
/**
 * Values planned for a line of 12 places. At 8, one line in 16 overflows and a value costs 8 bytes of table; at 10 it
 * is one in 5, for 6.4 bytes.
 */
const VALUES_A_LINE = 8;

/** Values of one width, found by equality. The capacity is fixed; an index grows by further segments. */
export class ExactSegment implements Segment {
  readonly width: number;
  readonly capacity: number;
  readonly sealed = true;
  readonly #kernel: KernelInstance;
  readonly #seed: bigint;
  readonly #lines: number;
  readonly #scratch: number;
  /** Addresses of the batch's packed values, going in or out, and of their refs. */
  readonly #batch: number;
  readonly #batchRefs: number;
  readonly #out: number;
  readonly #table: number;
  readonly #entries: number;
  /** Address of the chains that link entries of one value; 0 while no value has two. */
  #next = 0;
  #nextWords: Uint32Array | null = null;
  /** Views of the whole memory and of parts of it. */
  #words!: Uint32Array;
  #refWords!: Uint32Array;
  #outWords!: Uint32Array;
  #count = 0;

  /**
   * @param width bytes of a value: 16, 20 or 32
   * @param seed secret and random, 64 bits: keeps attackers from choosing values that collide
   * @throws IndexError no-memory
   */
  constructor(module: WebAssembly.Module, width: 16 | 20 | 32, capacity: number, seed: bigint) {
    this.width = width;
    this.capacity = capacity;
    this.#seed = seed;
    this.#lines = Math.ceil(capacity / VALUES_A_LINE);
    this.#kernel = new KernelInstance(module);
    this.#scratch = this.#kernel.take(SCRATCH_BYTES);
    this.#batch = this.#kernel.take(BATCH * width);
    this.#batchRefs = this.#kernel.take(BATCH * REF_BYTES);
    this.#out = this.#kernel.take(BATCH * 12);
    this.#table = this.#kernel.take(this.#lines * LINE_BYTES);
    this.#entries = this.#kernel.take(capacity * (width + REF_BYTES));
    this.#view();
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#kernel.size;
  }

  append(values: Uint8Array, refs: Uint32Array): void {
    for (let from = 0; from < refs.length; from += BATCH) {
      const to = Math.min(refs.length, from + BATCH);
      this.#enter(values.subarray(from * this.width, to * this.width), refs.subarray(from, to));
    }
  }

  /** Finds each of the packed queries; the first one has the number `firstNumber`. */
  find(queries: Uint8Array, firstNumber: number, states: RefStates, hits: HitCollector): void {
    const batchBytes = BATCH * this.width;
    for (let from = 0; from < queries.length; from += batchBytes) {
      const batch = queries.subarray(from, from + batchBytes);
      this.#kernel.write(this.#batch, batch);
      const count = batch.length / this.width;
      const found = this.#kernel.functions.exactFind(
        this.#table,
        this.#lines,
        this.#entries,
        this.width,
        this.#seed,
        this.#scratch,
        this.#batch,
        count,
        firstNumber + from / this.width,
        this.#out,
      );
      this.#collect(count, found, states, hits);
    }
  }

  entriesAt(from: number, to: number): { values: Uint8Array; refs: Uint32Array } {
    const { functions } = this.#kernel;
    functions.exactRead(this.#entries, this.width, from, to, this.#batch, this.#batchRefs);
    return {
      values: this.#kernel.bytes(this.#batch, (to - from) * this.width),
      refs: this.#refWords.subarray(0, to - from),
    };
  }

  *sealing(): Generator<void, void> {}

  wipe(from = 0, to = this.#kernel.size): void {
    this.#kernel.wipe(from, to);
  }

  #enter(values: Uint8Array, refs: Uint32Array): void {
    const { functions } = this.#kernel;
    const from = this.#count;
    const to = from + refs.length;
    this.#kernel.write(this.#batch, values);
    this.#refWords.set(refs);
    functions.exactStore(this.#entries, this.width, from, to, this.#batch, this.#batchRefs);
    let entered = from;
    while (entered < to) {
      entered = functions.exactInsert(
        this.#table,
        this.#lines,
        this.#entries,
        this.width,
        this.#seed,
        this.#next,
        this.#scratch,
        entered,
        to,
      );
      if (entered < to) this.#makeNext();
    }
    this.#count = to;
  }

  /** @param count number of queries: the arrays that the kernel writes have this length */
  #collect(count: number, found: number, states: RefStates, hits: HitCollector): void {
    const out = this.#outWords;
    const next = this.#nextWords;
    const query = out.subarray(0, found);
    if (next === null && states.allAnswer) {
      hits.pushAll(query, out.subarray(count, count + found));
      return;
    }
    const words = this.#words;
    const stride = (this.width + REF_BYTES) / 4;
    const firstRef = (this.#entries + this.width) / 4;
    for (let i = 0; i < found; i++) {
      let entry = out[2 * count + i]!;
      while (entry >= 0) {
        const ref = words[firstRef + entry * stride]!;
        if (states.answers(ref)) hits.push(query[i]!, ref, 0);
        entry = next === null ? -1 : next[entry]! - 1;
      }
    }
  }

  #makeNext(): void {
    this.#next = this.#kernel.take(this.capacity * 4);
    this.#nextWords = this.#kernel.words(this.#next, this.capacity);
    this.#view();
  }

  #view(): void {
    this.#words = this.#kernel.words(0, this.#kernel.size / 4);
    this.#refWords = this.#kernel.words(this.#batchRefs, BATCH);
    this.#outWords = this.#kernel.words(this.#out, BATCH * 3);
  }
}
