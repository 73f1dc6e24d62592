import type { IndexState } from '../../../shared/contract/lists.contract.ts';
import type { IndexClient } from '../../hash-index/index-client.ts';
import { IndexError } from '../../hash-index/index-error.ts';
import { Failure } from '../storage/failure.ts';
import { feedFromVault } from './feed-from-vault.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { ListRanges } from './list-ranges.ts';
import type { RefNumbersStore } from './ref-numbers.store.ts';

export interface IndexFilesParts {
  lists: HashListStore;
  content: ListContentStore;
  numbers: RefNumbersStore;
  /** Encrypts the index files beside the vault, 32 bytes; zeroed at the end. */
  key: Uint8Array;
}

export type RebuildReason = Extract<IndexState, { state: 'rebuilding' }>['reason'];

/** Fills an index from its files beside the vault, or from the vault, and writes those files. */
export class IndexFiles {
  readonly #parts: IndexFilesParts;
  #isClosed = false;

  constructor(parts: IndexFilesParts) {
    this.#parts = parts;
  }

  /** @returns why the files differ from the vault; null where they agree and the index is filled from them */
  async load(client: IndexClient, ranges: ListRanges): Promise<RebuildReason | null> {
    const loaded = await client.load(this.#parts.key.slice());
    if (loaded.status !== 'loaded') return loaded.status;
    const known = this.#parts.numbers.lastRefOf(loaded.mark);
    if (!(known >= (ranges.ranges.at(-1)?.last ?? 0))) return 'behind';
    for (const [first, end] of ranges.gapsBelow(known)) await client.removeRange(first, end);
    return null;
  }

  /** Fills an index from the vault instead, and writes its files. */
  async rebuild(
    client: IndexClient,
    ranges: ListRanges,
    progress: (done: number, total: number) => void,
  ): Promise<void> {
    await client.zero();
    await feedFromVault(client, this.#parts, ranges, progress);
    await this.save(client);
  }

  /**
   * Merges the segments that were added, and writes the files.
   * @throws Failure LOCKED
   */
  async save(client: IndexClient): Promise<void> {
    await bringTogether(client);
    if (this.#isClosed) throw new Failure({ code: 'LOCKED' });
    const { key, numbers } = this.#parts;
    // The mark says up to which ref the files are complete.
    await client.save(key.slice(), numbers.mark);
  }

  /** After this, nothing is written. */
  close(): void {
    this.#isClosed = true;
    this.#parts.key.fill(0);
  }
}

/** Merges the segments that an import left, unless memory is short: a search asks each segment for each value. */
async function bringTogether(client: IndexClient): Promise<void> {
  try {
    await client.merge();
  } catch (error) {
    if (!(error instanceof IndexError && error.problem === 'no-memory')) throw error;
  }
}
