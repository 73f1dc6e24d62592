import type { ReplayRecord } from './replay-record.ts';
import type { StoredRecord } from './stored-record.ts';

export type ReadRecord = Pick<ReplayRecord, 'frontier' | 'linesFrom' | 'search'>;

/** How far a record was read. Each entry names the one before it, so that the last one stands for all. */
export interface Mark {
  upTo: number;
  lastLine: string | null;
}

export const NOTHING_READ: Mark = { upTo: 0, lastLine: null };

/** So many entries are rather read one by one than searched for. */
const FEW = 64;

export const markAt = (record: Pick<StoredRecord, 'linesFrom'>, size: number): Mark => ({
  upTo: size,
  lastLine: size === 0 ? null : (record.linesFrom(size - 1, 1)[0] ?? null),
});

/**
 * What came to a record of this size since it was read to the mark; `lines` is null where that is much. Null where what
 * was read is no longer what it holds, because a transaction was undone.
 */
export function grownSince(
  record: Pick<StoredRecord, 'linesFrom'>,
  { upTo, lastLine }: Mark,
  size: number,
): { lines: string[] | null; mark: Mark } | null {
  const isFew = size - upTo <= FEW;
  const from = Math.max(0, upTo - 1);
  const lines = record.linesFrom(from, isFew ? Math.max(0, size - from) : 1);
  if (upTo > 0 && lines.shift() !== lastLine) return null;
  return isFew
    ? { lines, mark: { upTo: size, lastLine: lines.at(-1) ?? lastLine } }
    : { lines: null, mark: markAt(record, size) };
}

/** The kind that a line says it has; empty where it is no entry at all. */
export function kindOf(line: string): string {
  try {
    return String(JSON.parse(line)?.kind);
  } catch {
    return '';
  }
}

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
  #mark = NOTHING_READ;

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
    const grown = grownSince(this.#record, this.#mark, size);
    if (grown === null) this.#kept = this.#begin();
    const from = grown === null ? 0 : this.#mark.upTo;
    if (grown?.lines) {
      grown.lines.forEach((line, index) => {
        if (this.#kinds.includes(kindOf(line))) this.#keep(this.#kept, from + index, line);
      });
    } else {
      for (const page of this.#record.search.pages({ kinds: this.#kinds }, from, size))
        for (const { seq, line } of page) this.#keep(this.#kept, seq, line);
    }
    this.#mark = grown?.mark ?? markAt(this.#record, size);
    return this.#kept;
  }
}
