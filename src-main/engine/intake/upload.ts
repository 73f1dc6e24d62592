/** Most bytes buffered between a sender and the parser. */
const HIGH_WATER_BYTES = 1024 * 1024;

/**
 * A file being uploaded. `append` resolves when there is room again, so a slow parser slows its sender and memory stays
 * bounded; the parser reads the file as an async iterable.
 */
export class Upload implements AsyncIterable<Uint8Array> {
  readonly name: string;
  readonly sizeBytes: number;
  #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #ended = false;
  #failure: Error | null = null;
  #changed = () => {};
  #change: Promise<void> = Promise.resolve();
  receivedBytes = 0;

  constructor(name: string, sizeBytes: number) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.#renew();
  }

  /**
   * An empty piece ends the file.
   * @throws the cause given to `abort`
   */
  async append(piece: Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (piece.length === 0) this.#ended = true;
    else {
      this.#pieces.push(piece);
      this.#waitingBytes += piece.length;
      this.receivedBytes += piece.length;
    }
    this.#announce();
    while (this.#waitingBytes > HIGH_WATER_BYTES && !this.#failure) await this.#change;
    if (this.#failure) throw this.#failure;
  }

  /** Ends the file early for sender and parser. */
  abort(cause: Error): void {
    this.#failure ??= cause;
    this.#pieces = [];
    this.#announce();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (true) {
      if (this.#failure) throw this.#failure;
      const piece = this.#pieces.shift();
      if (piece) {
        this.#waitingBytes -= piece.length;
        this.#announce();
        yield piece;
      } else if (this.#ended) return;
      else await this.#change;
    }
  }

  #announce(): void {
    const changed = this.#changed;
    this.#renew();
    changed();
  }

  #renew(): void {
    this.#change = new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}
