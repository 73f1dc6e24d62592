import type { Frontier } from '../../../shared/ledger/merkle.ts';

/**
 * How far the order of the log is settled. Alone, each entry has its place at once. Where several workstations write the
 * log, an entry gets its place when the hub has it: until then it is the end of the log here alone, and others may come
 * before it.
 */
export interface SharedOrder {
  /** The entries that have their place for good. @param all the log here */
  settled(all: Frontier): Frontier;
  /**
   * What the next entry must say that this workstation has seen; null where it has seen nothing new of others.
   * @param last place of this workstation's entry before it; -1 where there is none
   */
  toState(all: Frontier, last: number): Frontier | null;
  /** Whether acts can be made that are made in contact with the others alone, one after another. */
  canBeFirm(): boolean;
  /** Notes that an entry said so. Inside its transaction. */
  stated(size: number): void;
}

/** The order of a log that one workstation writes: another's entries are there only in one that goes on after a copy. */
export const ALONE: SharedOrder = {
  settled: (all) => all,
  toState: (all, last) => (all.size > last + 1 ? all : null),
  canBeFirm: () => true,
  stated: () => {},
};
