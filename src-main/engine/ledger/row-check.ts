import type { Entry } from '../../../shared/ledger/entry.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Problem, VerifyState } from '../../../shared/ledger/verify.ts';

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

/**
 * Compares what Hashline works with, rows that anybody with the key to case content can write, with what the record
 * proves: people, policies, decisions, what is to be sent because of them, and what waits for a second person.
 */
export class RowCheck {
  readonly #checks: readonly RecordCheck[];
  readonly #kinds: ReadonlySet<string>;

  constructor(checks: readonly RecordCheck[]) {
    this.#checks = checks;
    this.#kinds = new Set(checks.flatMap(({ kinds }) => kinds));
  }

  /** @param line of an entry in which verification found nothing wrong */
  take(kind: string, line: string): Problem[] {
    if (!this.#kinds.has(kind)) return [];
    const entry = JSON.parse(line) as Entry;
    return this.#checks
      .filter(({ kinds }) => kinds.includes(entry.kind))
      .flatMap((check) => check.take(entry))
      .map((what) => ({ seq: entry.seq, what }));
  }

  end(record: RecordAtEnd): Problem[] {
    return this.#checks.flatMap((check) => check.end(record)).map(ofTheWhole);
  }

  *inPieces(): Generator<Problem[]> {
    for (const check of this.#checks) {
      for (const found of check.inPieces?.() ?? []) yield found.map(ofTheWhole);
    }
  }
}

const ofTheWhole = (what: string): Problem => ({ seq: null, what });

/** The complaint where there are more or fewer rows than entries that make them. */
export const countProblem = (what: string, rows: number, recorded: number): string[] =>
  rows === recorded ? [] : [`there are ${rows} ${what} and the record knows ${recorded}`];
