import type { ExactHits } from './hits.ts';
import type { IndexAlgorithm } from './index-algorithm.ts';
import { IndexError } from './index-error.ts';
import type {
  IndexOperation,
  IndexOperations,
  IndexPort,
  IndexReply,
  IndexRequest,
} from './index-messages.ts';

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: IndexError) => void;
}

type Answer<Operation extends IndexOperation> = Promise<IndexOperations[Operation]['answer']>;

/**
 * An index that runs elsewhere, usually in a thread of its own. Its methods do what those of MatchIndex and IndexStore
 * do, and their comments apply here. Every method rejects with an IndexError, `closed` once the other end is gone.
 * Changes are carried out in the order of the calls; a query sees the changes answered before it was asked. Queries do
 * not wait for changes, merges, saves or loads to end.
 */
export class IndexClient {
  readonly #port: IndexPort;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isOpen = true;

  /** @param start starts the other end */
  constructor(start: () => IndexPort) {
    this.#port = start();
    this.#port.onReply((reply) => this.#settle(reply));
    this.#port.onEnd(() => this.#end());
  }

  exact(algorithm: IndexAlgorithm, queries: Uint8Array): Answer<'exact'> {
    return this.#ask('exact', { algorithm, queries, handBack: false });
  }

  /**
   * Does the same as `exact` for many queries. They are transferred, which leaves the caller's array empty, and come
   * back with the answer.
   */
  async exactMany(
    algorithm: IndexAlgorithm,
    given: Uint8Array,
  ): Promise<ExactHits & { queries: Uint8Array }> {
    const queries = whole(given);
    const { queries: back, ...hits } = await this.#ask('exact', { algorithm, queries, handBack: true }, [
      queries.buffer,
    ]);
    return { ...hits, queries: back ?? queries };
  }

  near(queries: Uint8Array, maxDistance: number): Answer<'near'> {
    return this.#ask('near', { queries, maxDistance });
  }

  /** Arrays that span a whole ArrayBuffer are transferred, which leaves the caller's empty. */
  add(algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array): Answer<'add'> {
    const given = { algorithm, values: whole(values), refs: whole(refs) };
    return this.#ask('add', given, [given.values.buffer, given.refs.buffer]);
  }

  remove(refs: Uint32Array): Answer<'remove'> {
    return this.#ask('remove', { refs });
  }

  removeRange(first: number, last: number): Answer<'removeRange'> {
    return this.#ask('removeRange', { first, last });
  }

  setRange(first: number, last: number, enabled: boolean): Answer<'setRange'> {
    return this.#ask('setRange', { first, last, enabled });
  }

  /** The index merges by itself when queries gain much from it; `thorough` drops everything that was removed. */
  merge(thorough = false): Answer<'merge'> {
    return this.#ask('merge', { thorough });
  }

  save(key: Uint8Array, mark: string): Answer<'save'> {
    return this.#ask('save', { key, mark });
  }

  load(key: Uint8Array): Answer<'load'> {
    return this.#ask('load', { key });
  }

  stats(): Answer<'stats'> {
    return this.#ask('stats', {});
  }

  /** Overtakes all requests; those in progress end as `zeroed`. */
  zero(): Answer<'zero'> {
    return this.#ask('zero', {});
  }

  /** Ends the thread without wiping memory; call `zero()` first. */
  close(): void {
    this.#port.close();
    this.#end();
  }

  #ask<Operation extends IndexOperation>(
    operation: Operation,
    ask: IndexOperations[Operation]['ask'],
    transfer: ArrayBuffer[] = [],
  ): Answer<Operation> {
    if (!this.#isOpen) return Promise.reject(new IndexError('closed', 'the index is closed'));
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<IndexOperations[Operation]['answer']>();
    this.#waiting.set(id, { resolve, reject });
    this.#port.send({ id, operation, ask } as IndexRequest, transfer);
    return promise;
  }

  #settle(reply: IndexReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('problem' in reply) waiting?.reject(new IndexError(reply.problem, reply.message));
    else waiting?.resolve(reply.answer as never);
  }

  #end(): void {
    this.#isOpen = false;
    for (const { reject } of this.#waiting.values()) reject(new IndexError('closed', 'the index has ended'));
    this.#waiting.clear();
  }
}

/**
 * An array over a buffer of its own, so that the buffer can be transferred; the same array where it has one already.
 */
function whole<A extends Uint8Array | Uint32Array>(array: A): A & { buffer: ArrayBuffer } {
  const owns = array.byteLength === array.buffer.byteLength && array.buffer instanceof ArrayBuffer;
  if (owns) return array as A & { buffer: ArrayBuffer };
  const copy = array instanceof Uint8Array ? Uint8Array.from(array) : Uint32Array.from(array);
  return copy as A & { buffer: ArrayBuffer };
}
