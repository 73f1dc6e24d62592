import { UploadId } from '../../../shared/domain/ids.ts';
import { conflict, notFound } from '../storage/failure.ts';

/** What comes in piece by piece while it is read. */
interface Incoming {
  readonly receivedBytes: number;
  append(piece: Uint8Array): Promise<void>;
  abort(cause: Error): void;
}

/** Announced and not yet read; more than this is a mistake of the sender. */
const OPEN_UPLOADS = 8;

/** What was announced and is on its way in: it goes when it was read, cancelled or left. */
export class Uploads<Upload extends Incoming> {
  readonly #open = new Map<string, Upload>();
  readonly #newId: () => string;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** @throws Failure CONFLICT where too much is open */
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

  /** @param signal aborts when whoever watches the import leaves */
  async *run<Step>(
    id: UploadId,
    read: (upload: Upload) => AsyncIterable<Step>,
    signal?: AbortSignal,
  ): AsyncGenerator<Step> {
    const upload = this.#find(id);
    let failure = new Error('the import was left');
    // Leaving the iterator is not enough: that waits for the piece the import is waiting for, which may never come.
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

  /** Ends everything on its way; called at lock. */
  abandon(): void {
    for (const id of this.#open.keys()) this.cancel(UploadId.parse(id));
  }

  #find(id: UploadId): Upload {
    const upload = this.#open.get(id);
    if (!upload) throw notFound({ what: 'import' });
    return upload;
  }
}
