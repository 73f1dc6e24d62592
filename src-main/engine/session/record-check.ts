import type { Entry } from '../../../shared/ledger/entry.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { VerifyState } from '../../../shared/ledger/verify.ts';

/** The people and the waiting items at the end of the ledger. */
export type RecordAtEnd = Pick<VerifyState, 'people' | 'waiting'>;

/** Compares the rows of one room with the ledger. Created anew for each verification. */
export interface RecordCheck {
  /** The kinds of entries that cause rows of this room. */
  readonly kinds: readonly EntryKind[];
  /** @returns faults of the rows that follow from this entry */
  take(entry: Entry): string[];
  /** @returns faults that show once every entry was processed; no write may have happened meanwhile */
  end(record: RecordAtEnd): string[];
  /** Faults of rows that are too many for one turn: read after `end`, and writes may happen between two pieces. */
  inPieces?(): Iterable<string[]>;
}

/** The fault where there are more or fewer rows than entries that cause them. */
export const countProblem = (what: string, rows: number, recorded: number): string[] =>
  rows === recorded ? [] : [`there are ${rows} ${what} and the record knows ${recorded}`];
