import type { Entry } from '../../../shared/ledger/entry.ts';
import type { CountFault, Fault } from '../../../shared/ledger/fault.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { VerifyState } from '../../../shared/ledger/verify.ts';

/** The people and the waiting items at the end of the ledger. */
export type RecordAtEnd = Pick<VerifyState, 'signers' | 'waiting'>;

/** Compares the rows of one room with the ledger. Created anew for each verification. */
export interface RecordCheck {
  /** The kinds of entries that cause rows of this room. */
  readonly kinds: readonly EntryKind[];
  /**
   * @param isErased whether a later entry erased the texts of its rows, so that nothing is left to compare them with
   * @returns faults of the rows that follow from this entry
   */
  take(entry: Entry, isErased: boolean): Fault[];
  /** @returns faults that show once every entry was processed; no write may have happened meanwhile */
  end(record: RecordAtEnd): Fault[];
  /** Faults of rows that are too many for one turn: read after `end`, and writes may happen between two pieces. */
  inPieces?(): Iterable<Fault[]>;
}

/** The fault where there are more or fewer rows than entries that cause them. */
export const countFault = (code: CountFault, rows: number, recorded: number): Fault[] =>
  rows === recorded ? [] : [{ code, rows, recorded }];
