import type { LedgerCrypto } from './crypto.ts';
import { append, type Frontier } from './merkle.ts';

const WIDTH = 32;
const NOTHING = new Uint8Array(0);

interface Shared {
  bytes: Uint8Array;
  /** Whose each line is. */
  devices: string[];
  count: number;
}

/**
 * The leaf hashes of a log from some entry on, from which the frontier at any size since can be computed, and whose each
 * is. Adding one makes another tail; both share their memory, 32 bytes an entry and a reference.
 */
export class LeafTail {
  readonly base: Frontier;
  readonly #shared: Shared;
  readonly #count: number;

  private constructor(base: Frontier, shared: Shared, count: number) {
    this.base = base;
    this.#shared = shared;
    this.#count = count;
  }

  static at(base: Frontier): LeafTail {
    return new LeafTail(base, { bytes: NOTHING, count: 0, devices: [] }, 0);
  }

  /** The size of the log that it reaches. */
  get size(): number {
    return this.base.size + this.#count;
  }

  /** @param device whose line it is; empty for one of nobody's */
  with(leaf: Uint8Array, device: string): LeafTail {
    const at = this.#count;
    // Where another state went on from here already, this one takes a copy.
    const isLast = this.#shared.count === at;
    const shared = isLast ? this.#shared : this.#part(0);
    if (shared.bytes.length < (at + 1) * WIDTH) {
      const grown = new Uint8Array(Math.max(64 * WIDTH, shared.bytes.length * 2));
      grown.set(shared.bytes.subarray(0, at * WIDTH));
      shared.bytes = grown;
    }
    shared.bytes.set(leaf, at * WIDTH);
    shared.devices.push(device);
    shared.count = at + 1;
    return new LeafTail(this.base, shared, at + 1);
  }

  /**
   * The frontier of the log's first `size` entries.
   * @param from an earlier frontier to start from, at the base or after it
   * @returns null for a size before the base or beyond the end
   */
  frontierAt(size: number, from: Frontier, sha256: LedgerCrypto['sha256']): Frontier | null {
    if (size < from.size || from.size < this.base.size || size > this.size) return null;
    let frontier = from;
    for (let at = from.size; at < size; at += 1) frontier = append(frontier, this.leafAt(at), sha256);
    return frontier;
  }

  /** The tail from a later frontier on. */
  after(base: Frontier): LeafTail {
    const shared = this.#part(base.size - this.base.size);
    return new LeafTail(base, shared, shared.count);
  }

  /** Whose the line at this place is. */
  deviceOf(at: number): string {
    return this.#shared.devices[at - this.base.size] ?? '';
  }

  #part(from: number): Shared {
    const bytes = this.#shared.bytes.slice(from * WIDTH, this.#count * WIDTH);
    const devices = this.#shared.devices.slice(from, this.#count);
    return { bytes, devices, count: this.#count - from };
  }

  /** The leaf hash at this place. */
  leafAt(at: number): Uint8Array {
    const from = (at - this.base.size) * WIDTH;
    return this.#shared.bytes.slice(from, from + WIDTH);
  }
}
