import { createHash } from 'node:crypto';
import type { ListDetails, ListImport } from '../../../shared/contract/lists.contract.ts';
import type { ListReading, UpdateMode } from '../../../shared/domain/hash-list.ts';
import type { HashListId } from '../../../shared/domain/ids.ts';
import { Upload } from '../intake/upload.ts';
import { conflict } from '../storage/failure.ts';
import type { NamedBytes } from './formats/list-event.ts';

/** The options an import was announced with. */
export interface ListImportOptions {
  list: HashListId | ListDetails;
  mode: UpdateMode;
  reading: ListReading;
  asOf: string | undefined;
}

/** The files of one import being uploaded, one after the other. */
export class ListUpload {
  readonly options: ListImportOptions;
  readonly totalBytes: number;
  readonly #files: readonly Upload[];
  readonly #read: ListImport['files'] = [];
  #sending = 0;

  constructor(files: readonly { name: string; sizeBytes: number }[], options: ListImportOptions) {
    this.options = options;
    this.#files = files.map(({ name, sizeBytes }) => new Upload(name, sizeBytes));
    this.totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  get receivedBytes(): number {
    return this.#files.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  }

  /** Files that were read to their end. */
  get read(): ListImport['files'] {
    return this.#read;
  }

  /** Files that arrived with another size than announced. */
  get sentOtherwise(): readonly Pick<Upload, 'name' | 'sizeBytes' | 'receivedBytes'>[] {
    return this.#files.filter(({ sizeBytes, receivedBytes }) => sizeBytes !== receivedBytes);
  }

  /**
   * An empty piece ends a file; the next piece belongs to the next file.
   * @throws Failure CONFLICT after the last file
   */
  async append(piece: Uint8Array): Promise<void> {
    const file = this.#files[this.#sending];
    if (!file) throw conflict({ reason: 'list-files-sent' });
    if (piece.length === 0) this.#sending++;
    await file.append(piece);
  }

  abort(cause: Error): void {
    for (const file of this.#files) file.abort(cause);
  }

  *files(): Generator<NamedBytes> {
    for (const file of this.#files) yield { name: file.name, bytes: this.#tapped(file) };
  }

  async *#tapped(file: Upload): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for await (const piece of file) {
      hash.update(piece);
      yield piece;
    }
    this.#read.push({ name: file.name, bytes: file.receivedBytes, sha256: hash.digest('hex') });
  }
}
