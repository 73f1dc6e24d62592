import { IndexError } from './index-error.ts';

/** The functions of ../kernel; addresses are bytes from the beginning of its memory. */
export interface KernelFunctions {
  exactStore(...move: ExactMove): void;
  exactRead(...move: ExactMove): void;
  exactInsert(
    table: number,
    lines: number,
    entries: number,
    width: number,
    seed: bigint,
    next: number,
    scratch: number,
    from: number,
    to: number,
  ): number;
  exactFind(
    table: number,
    lines: number,
    entries: number,
    width: number,
    seed: bigint,
    scratch: number,
    queries: number,
    count: number,
    first: number,
    out: number,
  ): number;
  scan(
    hashes: number,
    from: number,
    to: number,
    query: number,
    distance: number,
    out: number,
    capacity: number,
  ): number;
  searchEntries: BucketSearch;
  searchSketches: BucketSearch;
  countKeys(hashes: number, from: number, to: number, bit: number, width: number, buckets: number): void;
  sumKeys(buckets: number, from: number, to: number): void;
  placeEntries(...place: PlaceArguments): void;
  placeSketches(...place: [...PlaceArguments, twice: number]): void;
  countParts(hashes: number, from: number, to: number, plan: number, chunks: number, sizes: number): void;
  dealEntries(...deal: PlaceArguments): void;
  sortParts(
    from: number,
    to: number,
    width: number,
    ends: number,
    blocks: number,
    buckets: number,
    contents: number,
    scratch: number,
  ): void;
  wipe(from: number, to: number): void;
  found: { value: number };
}

type ExactMove = [entries: number, width: number, from: number, to: number, values: number, refs: number];

type BucketSearch = (
  plan: number,
  chunks: number,
  hashes: number,
  query: number,
  distance: number,
  marks: number,
  bounds: number,
  gathered: number,
  most: number,
  out: number,
  capacity: number,
) => number;

type PlaceArguments = [
  hashes: number,
  from: number,
  to: number,
  bit: number,
  width: number,
  buckets: number,
  contents: number,
];

const PAGE = 65_536;
/** The smallest page size in use. */
const PLATFORM_PAGE = 4096;
/**
 * Addresses are 32 bits wide; the last page stays free, so that reading a little past the end stays within the memory.
 */
const MOST_BYTES = 65_535 * PAGE;
/** Below this address lies the compiler's static data. */
const FIRST_FREE = 1024;

/** The kernel over a memory of its own, which only grows, in place, and is freed as a whole. */
export class KernelInstance {
  readonly functions: KernelFunctions;
  readonly memory: WebAssembly.Memory;
  #end = FIRST_FREE;
  #bytes: Uint8Array;

  /** @param memory of the kind the module needs: private, or shared by threads (sharedMemory) */
  constructor(module: WebAssembly.Module, memory = new WebAssembly.Memory({ initial: 1 })) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.functions = exports as unknown as KernelFunctions;
    this.memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** Bytes of memory taken. */
  get size(): number {
    return this.#bytes.length;
  }

  /**
   * Allocates zeroed memory at a multiple of 64.
   * @returns its address
   * @throws IndexError no-memory
   */
  take(bytes: number): number {
    const address = Math.ceil(this.#end / 64) * 64;
    const end = address + bytes;
    // Keeps 64 bytes behind the last address, because some reads are wider than the value they need.
    const pages = Math.ceil((end + 64 - this.size) / PAGE);
    if (end + 64 > MOST_BYTES)
      throw new IndexError('no-memory', `${end} bytes are more than one memory holds`);
    if (pages > 0) {
      try {
        this.memory.grow(pages);
      } catch (cause) {
        throw new IndexError('no-memory', `no memory for ${end} bytes`, { cause });
      }
      this.#bytes = new Uint8Array(this.memory.buffer);
    }
    this.#end = end;
    return address;
  }

  /** A view that is invalid after the next `take`. */
  bytes(address: number, length: number): Uint8Array {
    return this.#bytes.subarray(address, address + length);
  }

  /** A view that is invalid after the next `take`. */
  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  write(address: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, address);
  }

  /** Writes to each page of the unused bytes from..to-1, so that the platform allocates them now. */
  touch(from: number, to: number): void {
    for (let at = from; at < to; at += PLATFORM_PAGE) this.#bytes[at] = 0;
  }

  /** Overwrites bytes from..to-1 with zeros. */
  wipe(from = 0, to = this.size): void {
    const end = Math.min(to, this.size);
    if (from < end) this.functions.wipe(from, end);
  }
}

/** A memory for the kernel of dist/kernel/matching-shared.wasm. V8 does not count it: see collectSoon. */
export const sharedMemory = (): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: 1, maximum: MOST_BYTES / PAGE + 1, shared: true });

/** Zeroed words, shared by every thread they are sent to. */
export const sharedWords = (count: number): Int32Array => new Int32Array(new SharedArrayBuffer(count * 4));
