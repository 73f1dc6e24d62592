/** Takes what one side puts in, for one other side that waits for it. */
export class Mailbox<Item> {
  readonly #items: Item[] = [];
  #waiting: ((item: Item) => void) | null = null;

  put(item: Item): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) this.#items.push(item);
    else waiting(item);
  }

  /** Resolves with the first that was not taken yet. One call at a time. */
  take(): Promise<Item> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}
