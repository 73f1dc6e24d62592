/** Gives out turns, in the order of the requests, to operations that must not overlap. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Resolves when the turn is free.
   * @returns a function that passes it on
   */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = before.then(() => promise);
    await before;
    return resolve;
  }
}
