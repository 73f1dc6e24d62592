import { createHash } from 'node:crypto';
import type { ValueBlock } from './list-content.store.ts';
import type { RecordRow } from './list-records.ts';

/**
 * SHA-256 of what an import leaves on a list. The import's id is part of it, so that equal contents do not show as
 * equal.
 */
abstract class ContentDigest {
  readonly #hash = createHash('sha256');

  constructor(importId: string) {
    this.#hash.update(`${importId}\n`);
  }

  hex(): string {
    return this.#hash.copy().digest('hex');
  }

  protected line(words: readonly unknown[]): void {
    this.#hash.update(`${JSON.stringify(words)}\n`);
  }

  protected bytes(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }
}

/** The digest of the bare values of one import, which never change. */
export class ValuesDigest extends ContentDigest {
  add({ algorithm, count, values, qualities }: Omit<ValueBlock, 'first'>): void {
    this.line([algorithm, count, qualities !== null]);
    this.bytes(values);
    if (qualities) this.bytes(qualities);
  }
}

/** The digest of the records of a list, including those of earlier imports. */
export class RecordsDigest extends ContentDigest {
  add({ list, key, updatedAt, refs, record }: RecordRow & { list: string }): void {
    this.line([list, key, updatedAt, refs, record]);
  }
}
