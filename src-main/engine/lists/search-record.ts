import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { Session } from '../session/session.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { MatchValues } from './read-match-values.ts';

export interface SearchRecordParts {
  session: Session;
  lists: HashListStore;
}

/**
 * Records a search on lists before it is answered. Entries name values by digests bound to the search: a reader of the
 * ledger can test a value they have, and read none.
 */
export class SearchRecord {
  readonly #parts: SearchRecordParts;
  #open: DataOf<'matching.searched'>[] = [];
  #written: Promise<void> | null = null;

  constructor(parts: SearchRecordParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the entry is on the disk.
   * @throws Failure LOCKED, STORAGE
   */
  one(algorithm: MatchAlgorithm, value: string, found: number): Promise<void> {
    const search = this.#parts.session.newId();
    return this.#write({ search, in: 'lists', algorithm, valueSha256: boundDigest(search, value), found });
  }

  /**
   * Prepares the entry of a search for many values while these are still available.
   * @returns a function that writes it
   */
  many({ algorithm, count, packed }: MatchValues): (found: number) => Promise<void> {
    const search = this.#parts.session.newId();
    const valuesSha256 = createHash('sha256').update(`${search}\n`).update(packed).digest('hex');
    return (found) => this.#write({ search, in: 'lists', algorithm, values: count, valuesSha256, found });
  }

  /** Entries of one turn of the event loop share a transaction, because each transaction waits for the disk. */
  #write(entry: DataOf<'matching.searched'>): Promise<void> {
    this.#open.push(entry);
    this.#written ??= nextTurn().then(() => {
      const { session, lists } = this.#parts;
      const entries = this.#open;
      this.#open = [];
      this.#written = null;
      lists.transaction(() => {
        for (const one of entries) session.byPerson('matching.searched', one);
      });
    });
    return this.#written;
  }
}
