import { hash } from 'node:crypto';
import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import type { ListRecord } from '../../../shared/domain/list-record.ts';
import { type IndexAlgorithm, VALUE_BYTES } from '../../hash-index/index-algorithm.ts';
import type { ValueBlock } from './list-content.store.ts';

type Add = (algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array) => Promise<unknown>;

/** Values per batch, and batches in progress at once: enough to keep the index's thread busy. */
const BATCH = 8192;
const UNDER_WAY = 4;

/** Hands values to the index in large batches, at the pace at which it takes them. */
export class IndexFeeder {
  readonly #add: Add;
  readonly #progress: (values: number) => void;
  readonly #open = new Map<IndexAlgorithm, { values: Uint8Array; refs: Uint32Array; count: number }>();
  readonly #underWay: Promise<unknown>[] = [];
  #fed = 0;

  /** @param progress receives how many values the index has taken so far */
  constructor(add: Add, progress: (values: number) => void = () => {}) {
    this.#add = add;
    this.#progress = progress;
  }

  /** @throws whatever adding throws */
  async block({
    algorithm,
    values,
    first,
    count,
  }: Pick<ValueBlock, 'algorithm' | 'values' | 'first' | 'count'>) {
    const refs = new Uint32Array(count);
    for (let i = 0; i < count; i++) refs[i] = first + i;
    await this.#send(algorithm, values, refs);
  }

  /**
   * Adds the values of a record, numbered from this ref on.
   * @throws whatever adding throws
   */
  async record(first: number, { hashes, url }: Pick<ListRecord, 'hashes' | 'url'>): Promise<void> {
    let ref = first;
    for (const { algorithm, value } of hashes) await this.#put(algorithm, packHash(algorithm, value), ref++);
    if (url !== null) await this.#put('url', packUrl(url), ref);
  }

  /** Resolves when the index has taken everything. @throws whatever adding throws */
  async flush(): Promise<void> {
    for (const algorithm of [...this.#open.keys()]) await this.#sendOpen(algorithm);
    await Promise.all(this.#underWay.splice(0));
  }

  async #put(algorithm: IndexAlgorithm, value: Uint8Array, ref: number): Promise<void> {
    let open = this.#open.get(algorithm);
    if (!open) {
      open = {
        values: new Uint8Array(BATCH * VALUE_BYTES[algorithm]),
        refs: new Uint32Array(BATCH),
        count: 0,
      };
      this.#open.set(algorithm, open);
    }
    open.values.set(value, open.count * VALUE_BYTES[algorithm]);
    open.refs[open.count++] = ref;
    if (open.count === BATCH) await this.#sendOpen(algorithm);
  }

  async #sendOpen(algorithm: IndexAlgorithm): Promise<void> {
    const open = this.#open.get(algorithm);
    this.#open.delete(algorithm);
    if (!open) return;
    const values = open.values.subarray(0, open.count * VALUE_BYTES[algorithm]);
    await this.#send(algorithm, values, open.refs.subarray(0, open.count));
  }

  async #send(algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array): Promise<void> {
    if (this.#underWay.length >= UNDER_WAY) {
      await this.#underWay.shift();
      this.#progress(this.#fed);
    }
    this.#fed += refs.length;
    const added = this.#add(algorithm, values, refs);
    // Awaited later; this keeps a failure before then from being an unhandled rejection.
    added.catch(() => {});
    this.#underWay.push(added);
  }
}

/** The bytes of a canonical value. */
export const packHash = (algorithm: HashAlgorithm, value: string): Uint8Array =>
  Buffer.from(value, algorithm === 'photodna' ? 'base64' : 'hex');

/**
 * The bytes by which the index knows an address.
 * @param url its identity as `readUrl` gives it
 */
export const packUrl = (url: string): Uint8Array =>
  hash('sha256', url, 'buffer').subarray(0, VALUE_BYTES.url);

/** The canonical text of packed bytes. */
export const unpackHash = (algorithm: HashAlgorithm, bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    algorithm === 'photodna' ? 'base64' : 'hex',
  );
