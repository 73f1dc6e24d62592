import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Session } from '../session/session.ts';
import type { SearchStore } from './search.store.ts';

export interface SearchIndexParts {
  session: Session;
  store: SearchStore;
  /** How many entries of the record have their place for good; null where all have. */
  settled: () => number | null;
}

/** Rows read into the indexes together: a few tens of milliseconds. */
const PIECE = 400;
/** With fewer new rows than this they are scanned: so a decision or a report costs no index anything. */
const WORTHWHILE = 500;
/** While rows still come in, whoever brings them goes first. */
const QUIET_MS = 500;

/** Reads the words of new rows into the indexes, in pieces between other work, once no more rows come. */
export class SearchIndex {
  readonly #parts: SearchIndexParts;
  readonly #leave: () => void;
  readonly #stopped = new AbortController();
  readonly #failed: (error: unknown) => void;
  #began = false;
  #working = false;
  #isAsked = false;

  /** @param failed receives failures, because no caller awaits this work */
  constructor(parts: SearchIndexParts, failed: (error: unknown) => void) {
    this.#parts = parts;
    this.#failed = failed;
    this.#leave = parts.session.listen((topics) => {
      if (topics.includes('queue') && this.#began) this.#wake();
    });
  }

  /** Nothing is indexed before. */
  begin(): void {
    this.#began = true;
    this.#wake();
  }

  #wake(): void {
    this.#isAsked = true;
    if (this.#working || this.#stopped.signal.aborted) return;
    this.#working = true;
    void this.#work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#working = false;
      });
  }

  stop(): void {
    this.#stopped.abort();
    this.#leave();
  }

  async #work(): Promise<void> {
    const { session } = this.#parts;
    while (this.#isAsked) {
      this.#isAsked = false;
      let seen = -1;
      // Waiting for a turn first keeps this out of the transaction of the caller that announced the change.
      for (await nextTurn(); this.#isWorthwhile(); await nextTurn()) {
        const { sightings } = this.#parts.store.last();
        if (sightings === seen) this.#parts.store.index(PIECE);
        else await session.clock.sleep(QUIET_MS, this.#stopped.signal);
        seen = sightings;
      }
    }
  }

  #isWorthwhile(): boolean {
    const { session, store } = this.#parts;
    if (this.#stopped.signal.aborted || session.isReadOnly || !this.#isSettled()) return false;
    const [last, indexed] = [store.last(), store.indexed()];
    return last.sightings - indexed.sightings >= WORTHWHILE || last.notes - indexed.notes >= WORTHWHILE;
  }

  /** Rows of entries that wait for their place may be taken back and made again, at other numbers. */
  #isSettled(): boolean {
    const { store, settled } = this.#parts;
    const size = settled();
    return size === null || size >= store.entries();
  }
}
