/**
 * A set of refs stored as ranges, because the refs of a list are contiguous. A look-up is a binary search over the
 * ranges.
 */
export class RefRanges {
  /** Disjoint, ascending, and never adjacent. */
  #ranges: [first: number, last: number][];

  constructor(ranges: Iterable<readonly [number, number]> = []) {
    this.#ranges = [];
    for (const [first, last] of ranges) this.add(first, last);
  }

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  /** @param last included in the range */
  add(first: number, last: number): void {
    const before = this.#ranges.filter((range) => range[1] < first - 1);
    const after = this.#ranges.filter((range) => range[0] > last + 1);
    const joined = this.#ranges.slice(before.length, this.#ranges.length - after.length);
    const from = Math.min(first, joined[0]?.[0] ?? first);
    const to = Math.max(last, joined.at(-1)?.[1] ?? last);
    this.#ranges = [...before, [from, to], ...after];
  }

  /** @param last included in the range */
  delete(first: number, last: number): void {
    this.#ranges = this.#ranges.flatMap(([from, to]): [number, number][] => {
      if (to < first || from > last) return [[from, to]];
      const left: [number, number][] = from < first ? [[from, first - 1]] : [];
      return to > last ? [...left, [last + 1, to]] : left;
    });
  }

  has(ref: number): boolean {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ranges[middle]![1] < ref) low = middle + 1;
      else high = middle;
    }
    const range = this.#ranges[low];
    return range !== undefined && range[0] <= ref;
  }

  list(): (readonly [first: number, last: number])[] {
    return this.#ranges.map(([first, last]) => [first, last]);
  }
}
