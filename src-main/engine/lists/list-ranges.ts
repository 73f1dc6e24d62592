import type { HashListId } from '../../../shared/domain/ids.ts';

/** The refs of one import. */
export interface RefRange {
  import: string;
  list: HashListId;
  first: number;
  /** Included in the range. */
  last: number;
  /** True where some of its refs are values of records; otherwise all are bare values. */
  hasRecords: boolean;
}

/**
 * Tells which import a ref belongs to, at one moment. It is never changed, only replaced as a whole, so that a caller
 * who asks the index with it sees a list either before or after a change, and nothing between.
 */
export class ListRanges {
  readonly ranges: readonly RefRange[];
  readonly #firsts: Float64Array;
  /** Refs that an import dropped and the index may still answer with. */
  readonly #dropped: ReadonlySet<number>;

  constructor(ranges: readonly RefRange[], dropped: ReadonlySet<number> = new Set()) {
    this.ranges = [...ranges].sort((a, b) => a.first - b.first);
    this.#firsts = Float64Array.from(this.ranges, ({ first }) => first);
    this.#dropped = dropped;
  }

  /** Whether some refs within the ranges no longer count. */
  get hasDropped(): boolean {
    return this.#dropped.size > 0;
  }

  /** Null where the ref is on no list. */
  rangeOf(ref: number): RefRange | null {
    return this.ranges[this.placeOf(ref)] ?? null;
  }

  /** Index of the ref's range in `ranges`; -1 where the ref is on no list. */
  placeOf(ref: number): number {
    let low = 0;
    let high = this.#firsts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#firsts[middle]! <= ref) low = middle + 1;
      else high = middle;
    }
    const range = this.ranges[low - 1];
    if (!range || ref > range.last || this.#dropped.has(ref)) return -1;
    return low - 1;
  }

  /** Refs from 1 to `last` that belong to no import. */
  gapsBelow(last: number): [first: number, last: number][] {
    const gaps: [number, number][] = [];
    let from = 1;
    for (const range of this.ranges) {
      if (range.first > from) gaps.push([from, Math.min(range.first - 1, last)]);
      from = range.last + 1;
    }
    if (from <= last) gaps.push([from, last]);
    return gaps.filter(([first, end]) => first <= end);
  }
}
