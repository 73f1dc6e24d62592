import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work in the background stands aside at most: somebody may ask without end. */
const PATIENCE_MS = 50;

/**
 * Questions of people that are under way. Answering one takes several turns of the event loop; work in the background that
 * lets them pass between its pieces delays a question by one piece, rather than by one in each of these turns.
 */
export class Questions {
  #underWay = 0;
  readonly #standingAside: (() => void)[] = [];

  /** A question from its beginning to its answer. */
  async during<Result>(answering: () => Promise<Result>): Promise<Result> {
    this.#underWay++;
    try {
      return await answering();
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) for (const goOn of this.#standingAside.splice(0)) goOn();
    }
  }

  /** Resolves in a later turn, once nobody asks, or after 50 ms. */
  async letPass(): Promise<void> {
    await nextTurn();
    if (this.#underWay === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE_MS);
    this.#standingAside.push(resolve);
    await promise;
    clearTimeout(timer);
  }
}
