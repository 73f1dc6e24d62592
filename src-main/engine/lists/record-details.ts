import type { ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { HASH_BYTES, QUALITY_UNSTATED } from './formats/list-event.ts';
import { unpackHash } from './index-feeder.ts';
import type { ListContentStore, ValueBlock } from './list-content.store.ts';
import type { RefRange } from './list-ranges.ts';

/** What is known about the value behind a ref. */
export type RecordDetails = Pick<
  ListMatch,
  'record' | 'value' | 'quality' | 'classification' | 'tags' | 'member' | 'updatedAt'
> & { meaning: ListMatch['meaning'] | null };

/** Blocks whose values are kept in memory: 1,024 of PDQ are 32 MiB, a million values. */
const KEPT_BLOCKS = 1024;

/** Reads what a ref stands for. */
export class RecordDetailsReader {
  readonly #content: ListContentStore;
  /** The same blocks twice: by rising first ref, and in the order in which they were read. */
  readonly #blocks: ValueBlock[] = [];
  readonly #firsts: number[] = [];

  constructor(content: ListContentStore) {
    this.#content = content;
  }

  /**
   * @param known the value itself where it was asked for and equal, which saves reading it
   * @returns null where it has been deleted since
   */
  of(
    ref: number,
    { hasRecords }: RefRange,
    algorithm: MatchAlgorithm,
    known: string | null,
  ): RecordDetails | null {
    const stored = hasRecords ? this.#content.recordOf(ref) : null;
    if (stored) {
      const { record, first } = stored;
      const hash = record.hashes[ref - first];
      const value = hash?.value ?? record.url;
      if (value === null) return null;
      return {
        record: record.sourceId ?? value,
        value,
        quality: hash?.quality ?? null,
        classification: record.classification,
        tags: record.tags,
        member: record.member?.name ?? record.member?.id ?? null,
        updatedAt: record.updatedAt,
        meaning: record.meaning,
      };
    }
    if (known !== null && algorithm !== 'pdq') return bare(known, null);
    const block = this.#blockOf(ref);
    if (!block || block.algorithm !== algorithm) return null;
    const at = ref - block.first;
    const width = HASH_BYTES[block.algorithm];
    const quality = block.qualities?.[at] ?? QUALITY_UNSTATED;
    const value = unpackHash(
      block.algorithm as HashAlgorithm,
      block.values.subarray(at * width, (at + 1) * width),
    );
    return bare(value, quality === QUALITY_UNSTATED ? null : quality);
  }

  #blockOf(ref: number): ValueBlock | null {
    // Blocks are complete and never change, so those read lately are searched first.
    const at = this.#placeOf(ref);
    const kept = this.#blocks[at - 1];
    if (kept && ref < kept.first + kept.count) return kept;
    const block = this.#content.blockOf(ref);
    if (!block) return null;
    this.#blocks.splice(at, 0, block);
    this.#firsts.push(block.first);
    if (this.#firsts.length > KEPT_BLOCKS) {
      const place = this.#placeOf(this.#firsts.shift()!) - 1;
      for (const { values } of this.#blocks.splice(place, 1)) values.fill(0);
    }
    return block;
  }

  /** How many blocks begin at or before this ref. */
  #placeOf(ref: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#blocks[middle]!.first <= ref) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Drops the values kept in memory. */
  forget(): void {
    for (const { values } of this.#blocks.splice(0)) values.fill(0);
    this.#firsts.length = 0;
  }
}

const bare = (value: string, quality: number | null): RecordDetails => ({
  record: value,
  value,
  quality,
  classification: null,
  tags: [],
  member: null,
  updatedAt: null,
  meaning: null,
});
