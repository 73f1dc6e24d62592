import type { StoredRecord } from './stored-record.ts';

export type ReadRecord = Pick<StoredRecord, 'search' | 'frontier' | 'linesFrom'>;

/**
 * What is kept of a record that grows: each entry of some kinds is read once. A transaction that is undone takes entries
 * away again and others come in their place; then everything is read anew.
 */
export class KeptReading<Kept> {
  readonly #record: ReadRecord;
  readonly #kinds: string[];
  readonly #begin: () => Kept;
  readonly #keep: (kept: Kept, seq: number, line: string) => void;
  #kept: Kept;
  #upTo = 0;
  /** Each entry names the one before it, so that the last one stands for all. */
  #lastLine: string | null = null;

  /**
   * @param begin makes what is kept of no entry
   * @param keep adds what an entry says
   */
  constructor(
    record: ReadRecord,
    kinds: readonly string[],
    begin: () => Kept,
    keep: (kept: Kept, seq: number, line: string) => void,
  ) {
    this.#record = record;
    this.#kinds = [...kinds];
    this.#begin = begin;
    this.#keep = keep;
    this.#kept = begin();
  }

  /** What is kept of all entries there are now. */
  now(): Kept {
    const { size } = this.#record.frontier();
    if (this.#lineAt(this.#upTo - 1) !== this.#lastLine) {
      this.#kept = this.#begin();
      this.#upTo = 0;
      this.#lastLine = null;
    }
    if (this.#upTo < size) {
      for (const page of this.#record.search.pages({ kinds: this.#kinds }, this.#upTo, size))
        for (const { seq, line } of page) this.#keep(this.#kept, seq, line);
      this.#upTo = size;
      this.#lastLine = this.#lineAt(size - 1);
    }
    return this.#kept;
  }

  #lineAt(seq: number): string | null {
    return seq < 0 ? null : (this.#record.linesFrom(seq, 1)[0] ?? null);
  }
}
