import type { ContentPiece } from './list-pieces.ts';

/** How the other seats of the hotline get what an import puts on a list. */
export interface ListSharing {
  /**
   * Leaves the content of an import for the other seats, before its entry is made; nothing where the vault works alone.
   * @returns how many values were left so far
   * @throws Failure CONFLICT `needs-contact` where the others cannot be reached
   */
  offer(id: string, pieces: Iterable<ContentPiece>): AsyncGenerator<number, void>;
  /** Takes back what was left of an import that is not made after all, as far as the others can be reached. */
  withdraw(id: string): Promise<void>;
}
