import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CaseBook } from '../cases/case-book.ts';
import type { Session } from '../session/session.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';

const SLICE = 500;
/** The fact that holds the progress: the id of the last case done; absent when no work is left. */
const PROGRESS = 'reprioritised-to';

/**
 * Brings priorities and deadlines of waiting cases in line with a newly activated policy. It works in slices between
 * other work, and continues where it stopped after a lock or a crash.
 */
export class Reprioritising {
  readonly #vault: VaultFacts;
  readonly #book: CaseBook;
  readonly #session: Session;
  #stopped = false;
  #running: Promise<void> | null = null;

  constructor(vault: VaultFacts, book: CaseBook, session: Session) {
    this.#vault = vault;
    this.#book = book;
    this.#session = session;
  }

  /** Called in the transaction that changes the rules. */
  begin(): void {
    this.#vault.setFact(PROGRESS, '');
  }

  /** Runs until no work is left, or `stop`. Only one run at a time; a second call waits for the first. */
  run(): Promise<void> {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #work(): Promise<void> {
    while (!this.#stopped && this.#slice()) await nextTurn();
  }

  /** @returns whether more work is left */
  #slice(): boolean {
    const more = this.#vault.transaction(() => {
      const reached = this.#vault.findFact(PROGRESS);
      if (reached === null) return null;
      const last = this.#book.reprioritise(reached, SLICE);
      if (last === null) this.#vault.removeFact(PROGRESS);
      else this.#vault.setFact(PROGRESS, last);
      return last !== null;
    });
    if (more === false) this.#session.announce('queue');
    return more === true;
  }
}
