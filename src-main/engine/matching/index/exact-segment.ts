import type { HitCollector } from './hits.ts';
import { KernelInstance } from './kernel-instance.ts';
import type { RefStates } from './ref-states.ts';
import type { Segment } from './segment.ts';

/** Queries handed to the kernel at once. */
const BATCH = 4096;
const SCRATCH_BYTES = 3072;
const LINE_BYTES = 64;
/**
 * Of 12 places of a line. At 8 one line in 16 overflows and a value costs 8 bytes of table; at 10 one in 5, for 6.4 bytes.
 */
const VALUES_A_LINE = 8;

/** Values of one width, found by equality. Has a fixed capacity; growth is a matter of further segments. */
export class ExactSegment implements Segment {
  readonly width: number;
  readonly capacity: number;
  readonly sealed = true;
  readonly refs: Uint32Array;
  readonly #kernel: KernelInstance;
  readonly #seed: bigint;
  readonly #lines: number;
  readonly #scratch: number;
  readonly #queries: number;
  readonly #out: number;
  readonly #table: number;
  readonly #values: number;
  /** Address of what chains the entries of one value; 0 while no value has two. */
  #next = 0;
  #nextWords: Uint32Array | null = null;
  #outWords: Uint32Array;
  #count = 0;

  /**
   * @param width bytes of a value: 16, 20 or 32
   * @param seed secret and random, 64 bits: keeps strangers from choosing values that collide
   * @throws IndexError no-memory
   */
  constructor(module: WebAssembly.Module, width: 16 | 20 | 32, capacity: number, seed: bigint) {
    this.width = width;
    this.capacity = capacity;
    this.#seed = seed;
    this.#lines = Math.ceil(capacity / VALUES_A_LINE);
    this.#kernel = new KernelInstance(module);
    this.#scratch = this.#kernel.take(SCRATCH_BYTES);
    this.#queries = this.#kernel.take(BATCH * width);
    this.#out = this.#kernel.take(BATCH * 8);
    this.#table = this.#kernel.take(this.#lines * LINE_BYTES);
    this.#values = this.#kernel.take(capacity * width);
    this.refs = new Uint32Array(capacity);
    this.#outWords = this.#kernel.words(this.#out, BATCH * 2);
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#kernel.size + this.refs.byteLength;
  }

  append(values: Uint8Array, refs: Uint32Array): void {
    const from = this.#count;
    const to = from + refs.length;
    this.#kernel.write(this.#values + from * this.width, values);
    this.refs.set(refs, from);
    let entered = from;
    while (entered < to) {
      entered = this.#kernel.functions.exactInsert(
        this.#table,
        this.#lines,
        this.#values,
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

  /** Finds each of the packed queries; the first has the number given. */
  find(queries: Uint8Array, firstNumber: number, states: RefStates, hits: HitCollector): void {
    const batchBytes = BATCH * this.width;
    for (let from = 0; from < queries.length; from += batchBytes) {
      const batch = queries.subarray(from, from + batchBytes);
      this.#kernel.write(this.#queries, batch);
      const found = this.#kernel.functions.exactFind(
        this.#table,
        this.#lines,
        this.#values,
        this.width,
        this.#seed,
        this.#scratch,
        this.#queries,
        batch.length / this.width,
        this.#out,
      );
      this.#collect(found, firstNumber + from / this.width, states, hits);
    }
  }

  valuesAt(from: number, to: number): Uint8Array<ArrayBuffer> {
    return this.#kernel.bytes(this.#values + from * this.width, (to - from) * this.width);
  }

  *sealing(): Generator<void, void> {}

  wipe(from = 0, to = this.#kernel.size): void {
    this.#kernel.wipe(from, to);
    if (to >= this.#kernel.size) this.refs.fill(0);
  }

  #collect(found: number, firstNumber: number, states: RefStates, hits: HitCollector): void {
    const { refs } = this;
    const out = this.#outWords;
    const next = this.#nextWords;
    const allAnswer = states.allAnswer;
    for (let i = 0; i < found; i++) {
      const query = firstNumber + out[2 * i]!;
      let entry = out[2 * i + 1]!;
      while (entry >= 0) {
        const ref = refs[entry]!;
        if (allAnswer || states.answers(ref)) hits.push(query, ref, 0);
        entry = next === null ? -1 : next[entry]! - 1;
      }
    }
  }

  #makeNext(): void {
    this.#next = this.#kernel.take(this.capacity * 4);
    this.#nextWords = this.#kernel.words(this.#next, this.capacity);
    this.#outWords = this.#kernel.words(this.#out, BATCH * 2);
  }
}
