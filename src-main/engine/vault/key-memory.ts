/**
 * Whether keys or a right passphrase were ever in this process's memory. JavaScript cannot clear what the runtime
 * copied, so once the vault is closed again a host ends the process, and the system clears it.
 */
export class KeyMemory {
  readonly #spent = Promise.withResolvers<void>();
  #hadKeys = false;
  #isSpent = false;

  /** Resolves when the vault is closed and keys were in this memory. */
  get spent(): Promise<void> {
    return this.#spent.promise;
  }

  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** To be called before a key comes in. */
  holdsKeys(): void {
    this.#hadKeys = true;
  }

  /** To be called whenever something ended with the vault closed. */
  closed(): void {
    if (!this.#hadKeys) return;
    this.#isSpent = true;
    this.#spent.resolve();
  }
}
