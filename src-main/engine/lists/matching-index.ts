import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IndexState } from '../../../shared/contract/lists.contract.ts';
import type { IndexFault } from '../../../shared/domain/index-fault.ts';
import { type NearHits, NO_HITS } from '../../hash-index/hits.ts';
import type { IndexAlgorithm } from '../../hash-index/index-algorithm.ts';
import { IndexClient } from '../../hash-index/index-client.ts';
import { IndexError } from '../../hash-index/index-error.ts';
import type { IndexPort } from '../../hash-index/index-messages.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure } from '../storage/failure.ts';
import { IndexFiles, type IndexFilesParts, type RebuildReason } from './index-files.ts';
import { ListRanges } from './list-ranges.ts';
import { Turns } from './turns.ts';

export interface MatchingIndexParts extends IndexFilesParts {
  session: Pick<Session, 'announce'>;
  /** Called when the meaning of refs has changed. */
  numberedAnew: () => void;
  /** Starts the thread of the index; not called while there is nothing to match against. */
  start: () => IndexPort;
}

type Stage =
  | Exclude<IndexState, { state: 'ready' }>
  | { state: 'ready'; rebuiltBecause: RebuildReason | null };

/** The index's answer, with the state of the lists when it was asked. */
export interface Answered {
  hits: NearHits;
  ranges: ListRanges;
}

/**
 * The index over the contents of the vault's lists. It is loaded at the first need from the files beside the vault, or
 * rebuilt from the vault where those do not fit; look-ups wait for that and for nothing else.
 *
 * The index may hold more than the lists do: values of an import in progress, and of lists replaced a moment ago.
 * `ranges` says what counts. It is replaced together with the rows, so an import is visible as a whole or not at all.
 */
export class MatchingIndex {
  readonly #parts: MatchingIndexParts;
  #client: IndexClient | null = null;
  #stage: Stage = { state: 'asleep' };
  #ranges: ListRanges;
  #loading: Promise<void> | null = null;
  /** Turns of the operations that change the index or its files. */
  readonly #turns = new Turns();
  readonly #files: IndexFiles;
  readonly #asking = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(parts: MatchingIndexParts) {
    this.#parts = parts;
    this.#files = new IndexFiles(parts);
    this.#ranges = new ListRanges(parts.lists.currentRanges());
  }

  /** The present contents of the lists, as ranges of refs. */
  get ranges(): ListRanges {
    return this.#ranges;
  }

  async state(): Promise<IndexState> {
    const stage = this.#stage;
    if (stage.state !== 'ready') return stage;
    try {
      const stats = await this.#told(async () => this.#client?.stats());
      const { algorithms, bytes } = stats ?? { algorithms: {}, bytes: 0 };
      return {
        ...stage,
        bytes,
        values: Object.values(algorithms).reduce((sum, { entries }) => sum + entries, 0),
      };
    } catch (error) {
      // The check above may itself have found that the thread has ended.
      if (this.#stage.state === 'failed') return this.#stage;
      throw error;
    }
  }

  /** Deletes what a crash left of an import or a removal. */
  async tidy(): Promise<void> {
    const leave = await this.#enter();
    try {
      await this.#tidy();
    } finally {
      leave();
    }
  }

  /** Resolves when look-ups can be answered. @throws Failure CONFLICT, LOCKED */
  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /**
   * Restarts an index that has failed, and loads it; otherwise the same as `ready`.
   * @throws Failure CONFLICT, LOCKED
   */
  async restart(): Promise<void> {
    if (this.#stage.state === 'failed') await this.#replace();
    await this.ready();
  }

  /** @param values packed, as the index takes them @throws Failure CONFLICT, LOCKED */
  exact(algorithm: IndexAlgorithm, values: Uint8Array): Promise<Answered> {
    return this.#ask(async (client) => {
      const { query, ref } = await client.exact(algorithm, values);
      return { query, ref, distance: new Uint16Array(ref.length) };
    });
  }

  /**
   * Does the same as `exact` for many values. They are transferred, which leaves the caller's array empty, and come
   * back with the answer.
   * @throws Failure CONFLICT, LOCKED
   */
  async exactMany(algorithm: IndexAlgorithm, values: Uint8Array): Promise<Answered & { values: Uint8Array }> {
    let back = values;
    const answered = await this.#ask(async (client) => {
      const { query, ref, queries } = await client.exactMany(algorithm, values);
      back = queries;
      return { query, ref, distance: new Uint16Array(ref.length) };
    });
    return { ...answered, values: back };
  }

  /**
   * Finds all PDQ values within the distance.
   * @throws Failure CONFLICT, LOCKED
   */
  near(values: Uint8Array, distance: number): Promise<Answered> {
    return this.#ask((client) => client.near(values, distance));
  }

  /**
   * Waits until the index is loaded and no other operation changes it.
   * @returns a function that passes the turn on
   * @throws Failure CONFLICT, LOCKED
   */
  async takeTurn(): Promise<() => void> {
    await this.ready();
    return this.#enter();
  }

  /**
   * Adds values that do not count yet; only for the holder of the turn.
   * @throws Failure CONFLICT, LOCKED
   */
  async add(algorithm: IndexAlgorithm, values: Uint8Array, refs: Uint32Array): Promise<void> {
    await this.#told(() => this.#open().add(algorithm, values, refs));
  }

  /** Removes values that were added and will not count. */
  async withdraw(first: number, last: number): Promise<void> {
    if (this.#client && !this.#isClosed) await this.#told(() => this.#open().removeRange(first, last));
  }

  /** Makes the present rows count. Called right after the transaction that changed them, before anything is awaited. */
  recount(dropped: readonly number[] = []): void {
    this.#ranges = new ListRanges(this.#parts.lists.currentRanges(), new Set(dropped));
  }

  /**
   * Removes what no longer counts from memory and disk, and saves the index; only for the holder of the turn. Files are
   * written only if values were added or removed.
   */
  async settle(dropped: readonly number[] = []): Promise<void> {
    // Look-ups that began earlier still find the rows behind their answers.
    await Promise.allSettled(this.#asking);
    await this.#told(async () => {
      if (!this.#client) return;
      for (const [first, last] of this.#ranges.gapsBelow(this.#usedRefs)) {
        await this.#client.removeRange(first, last);
      }
      if (dropped.length > 0) await this.#client.remove(Uint32Array.from(dropped));
    });
    if (dropped.length > 0) this.recount();
    await this.sweep();
    await this.#told(async () => {
      if (this.#client) await this.#files.save(this.#client);
    });
  }

  /** Deletes, piece by piece, rows that are no longer on any list; only for the holder of the turn. */
  async sweep(): Promise<void> {
    const { content } = this.#parts;
    while (content.provisional(() => content.sweep())) await nextTurn();
  }

  /** Frees memory that removed values still take; only for the holder of the turn. */
  async compact(): Promise<void> {
    await this.#told(async () => {
      await this.#client?.merge(true);
    });
  }

  /** Overwrites the index with zeros and ends its thread. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#files.close();
    const client = this.#client;
    this.#client = null;
    if (client)
      void client
        .zero()
        .catch(() => {})
        .finally(() => client.close());
  }

  async #load(): Promise<void> {
    await this.tidy();
    const leave = await this.#enter();
    try {
      await this.#numberAnew();
      await this.#fill();
    } finally {
      leave();
    }
  }

  /**
   * Renumbers all refs. Only allowed before any answer contained a ref. The files use the old numbering, so they are
   * not loaded.
   */
  async #numberAnew(): Promise<void> {
    const { content, numbers, numberedAnew } = this.#parts;
    if (!numbers.areManyUsed) return;
    content.transaction(() => content.discardArriving());
    await this.sweep();
    numbers.numberAnew();
    numberedAnew();
  }

  async #tidy(): Promise<void> {
    const { content } = this.#parts;
    content.transaction(() => content.discardStaged());
    await this.sweep();
  }

  /**
   * Replaces an index that has failed. The present holder of the turn finishes first, and the turn is not given out
   * again before everything is loaded: a half-filled index that another operation saved would be taken for a whole one.
   */
  async #replace(): Promise<void> {
    const leave = await this.#enter();
    try {
      if (this.#stage.state !== 'failed') return;
      const failed = this.#client;
      // Until the failed index has ended, the files belong to it.
      await failed?.zero().catch(() => {});
      failed?.close();
      await this.#tidy();
      this.#client = null;
      this.#loading = this.#fill();
      await this.#loading;
    } finally {
      leave();
    }
  }

  /** Loads the index, or rebuilds it; only for the holder of the turn. */
  async #fill(): Promise<void> {
    try {
      this.recount();
      if (this.#ranges.ranges.length === 0) {
        this.#say({ state: 'ready', rebuiltBecause: null });
        return;
      }
      this.#say({ state: 'loading' });
      const reason = await this.#files.load(this.#open(), this.#ranges);
      if (reason !== null)
        await this.#files.rebuild(this.#open(), this.#ranges, (done, total) =>
          this.#say({ state: 'rebuilding', reason, done, total }),
        );
      this.#say({ state: 'ready', rebuiltBecause: reason });
    } catch (error) {
      if (!this.#isClosed) this.#say({ state: 'failed', fault: faultOf(error) });
      throw this.#failureOf(error);
    }
  }

  get #usedRefs(): number {
    return this.#parts.lists.nextRef() - 1;
  }

  async #enter(): Promise<() => void> {
    const leave = await this.#turns.take();
    if (!this.#isClosed) return leave;
    leave();
    throw new Failure({ code: 'LOCKED' });
  }

  async #ask(question: (client: IndexClient) => Promise<NearHits>): Promise<Answered> {
    await this.ready();
    const ranges = this.#ranges;
    if (!this.#client || ranges.ranges.length === 0) return { hits: NO_HITS, ranges };
    const asked = this.#told(() => question(this.#open()));
    this.#asking.add(asked);
    try {
      return { hits: await asked, ranges };
    } finally {
      this.#asking.delete(asked);
    }
  }

  #open(): IndexClient {
    if (this.#isClosed) throw new Failure({ code: 'LOCKED' });
    this.#client ??= new IndexClient(this.#parts.start);
    return this.#client;
  }

  async #told<Result>(work: () => Promise<Result>): Promise<Result> {
    let told: IndexClient | null = null;
    try {
      const working = work();
      told = this.#client;
      return await working;
    } catch (error) {
      const isOver = error instanceof IndexError && error.problem === 'closed';
      if (isOver && !this.#isClosed && told === this.#client) {
        this.#say({ state: 'failed', fault: faultOf(error) });
        this.#loading = Promise.reject(this.#failureOf(error));
        this.#loading.catch(() => {});
      }
      throw this.#failureOf(error);
    }
  }

  #failureOf(error: unknown): unknown {
    if (error instanceof Failure) return error;
    if (this.#isClosed) return new Failure({ code: 'LOCKED' });
    return conflict({ reason: 'index-unusable', fault: faultOf(error) });
  }

  #say(stage: Stage): void {
    this.#stage = stage;
    this.#parts.session.announce('lists');
  }
}

const faultOf = (error: unknown): IndexFault =>
  error instanceof IndexError
    ? { problem: error.problem, words: `${error.problem}: ${error.message}` }
    : { problem: 'not-started', words: 'it could not be started' };
