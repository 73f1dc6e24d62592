import { UploadId } from '../../../shared/domain/ids.ts';
import { conflict, notFound } from '../storage/failure.ts';

/** An upload that is read while it comes in. */
interface Incoming {
  readonly receivedBytes: number;
  append(piece: Uint8Array): Promise<void>;
  abort(cause: Error): void;
}

/** Most announced and unread uploads; more are taken for a mistake of the sender. */
const OPEN_UPLOADS = 8;

/** Announced uploads; each is removed when it was read, cancelled or abandoned. */
export class Uploads<Upload extends Incoming> {
  readonly #open = new Map<string, Upload>();
  readonly #newId: () => string;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** @throws Failure CONFLICT where too many are open */
  open(make: () => Upload): UploadId {
    if (this.#open.size >= OPEN_UPLOADS) throw conflict({ reason: 'too-many-imports' });
    const id = UploadId.parse(this.#newId());
    this.#open.set(id, make());
    return id;
  }

  async append(id: UploadId, piece: Uint8Array): Promise<number> {
    const upload = this.#find(id);
    await upload.append(piece);
    return upload.receivedBytes;
  }

  /** @param signal aborts when the client that watches the import disconnects */
  async *run<Step>(
    id: UploadId,
    read: (upload: Upload) => AsyncIterable<Step>,
    signal?: AbortSignal,
  ): AsyncGenerator<Step> {
    const upload = this.#find(id);
    let failure = new Error('the import was left');
    // Returning from the iterator is not enough: it waits for the piece that the import is waiting for, which may never
    // come.
    const leave = () => upload.abort(failure);
    signal?.addEventListener('abort', leave);
    try {
      yield* read(upload);
    } catch (error) {
      if (error instanceof Error) failure = error;
      throw error;
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#open.delete(id);
      upload.abort(failure);
    }
  }

  cancel(id: UploadId): boolean {
    this.#open.get(id)?.abort(conflict({ reason: 'import-cancelled' }));
    return this.#open.delete(id);
  }

  /** Ends every upload in progress; called at lock. */
  abandon(): void {
    for (const id of this.#open.keys()) this.cancel(UploadId.parse(id));
  }

  #find(id: UploadId): Upload {
    const upload = this.#open.get(id);
    if (!upload) throw notFound({ what: 'import' });
    return upload;
  }
}
