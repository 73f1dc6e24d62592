import type { Entry } from '../../../shared/ledger/entry.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { VerifyState } from '../../../shared/ledger/verify.ts';

/** What the record itself says at its end about people and about what waits. */
export type RecordAtEnd = Pick<VerifyState, 'people' | 'waiting'>;

/** Compares the rows of one room with what the record says of them. Made anew for each verification. */
export interface RecordCheck {
  /** The kinds of entries that rows of this room follow from. */
  readonly kinds: readonly EntryKind[];
  /** @returns what is wrong about the rows that follow from this entry */
  take(entry: Entry): string[];
  /** @returns what is wrong once every entry was taken; nothing may have been written meanwhile */
  end(record: RecordAtEnd): string[];
  /** What is wrong about rows that are too many for one moment: read after `end`, and others may write between two pieces. */
  inPieces?(): Iterable<string[]>;
}

/** The complaint where there are more or fewer rows than entries that make them. */
export const countProblem = (what: string, rows: number, recorded: number): string[] =>
  rows === recorded ? [] : [`there are ${rows} ${what} and the record knows ${recorded}`];
