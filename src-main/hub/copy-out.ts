/// <reference path="./pg-client.d.ts" />
import type Client from 'pg/lib/client.js';
import Query from 'pg/lib/query.js';

const FIRST_BYTES = 64 * 1024;

/** A COPY to the client. `pg` has its messages, and passes them over. */
class CopyOut extends Query {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  /** Called by `pg`. The chunk is a part of a buffer that it will use again. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.#length);
    this.#length = length;
  }

  get copied(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Runs a COPY to the client, and gathers what comes. */
export async function copyOut(client: Client, text: string): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const copy = new CopyOut(text, (error) => (error ? reject(error) : resolve()));
  client.query(copy);
  await promise;
  return copy.copied;
}
