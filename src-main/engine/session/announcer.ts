import type { Topic } from '../../../shared/contract/vault.contract.ts';

/** Tells every connection which parts of the vault changed. Topics announced while a listener is busy are joined. */
export class Announcer {
  readonly #listeners = new Set<(topics: readonly Topic[]) => void>();
  #watching = 0;

  /** Whether a page is open that shows what changes, and in which somebody may wait for an answer. */
  get isWatched(): boolean {
    return this.#watching > 0;
  }

  announce(...topics: Topic[]): void {
    for (const listener of this.#listeners) listener(topics);
  }

  /** Calls the listener at every change until the returned function is called. */
  listen(listener: (topics: readonly Topic[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Yields changes, gathered for `gatherMs` so that an import does not flood the page. */
  async *watch(signal: AbortSignal | undefined, gatherMs = 100): AsyncGenerator<Topic[]> {
    let changed = new Set<Topic>();
    let wake = () => {};
    const stop = this.listen((topics) => {
      for (const topic of topics) changed.add(topic);
      wake();
    });
    const onAbort = () => wake();
    signal?.addEventListener('abort', onAbort);
    this.#watching += 1;
    try {
      while (!signal?.aborted) {
        if (changed.size === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          await new Promise((resolve) => setTimeout(resolve, gatherMs));
          continue;
        }
        const topics = [...changed];
        changed = new Set();
        yield topics;
      }
    } finally {
      this.#watching -= 1;
      stop();
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
