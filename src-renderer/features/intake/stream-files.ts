import { UPLOAD_CHUNK_BYTES } from '../../../shared/contract/intake.contract.ts';

/** An announced upload: how its bytes are sent, and how the engine reports progress. */
export interface AnnouncedUpload<Event> {
  files: readonly Blob[];
  append: (bytes: Blob) => Promise<unknown>;
  run: () => Promise<AsyncIterable<Event>>;
  cancel: () => Promise<unknown>;
  /** Whether nothing has changed yet, so that an abort can still undo everything. */
  isReversible: (event: Event) => boolean;
}

/** Sends the files in order while the engine reads them, and yields the engine's progress. Aborting undoes everything. */
export async function* streamFiles<Event>(
  upload: AnnouncedUpload<Event>,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const cancel = () => void upload.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const stop = new AbortController();
  try {
    const progress = await upload.run();
    const sending = send(upload, stop.signal);
    // The run reports what went wrong; a piece that is refused afterwards only follows from it.
    sending.catch(() => undefined);
    for await (const event of progress) {
      if (signal.aborted && upload.isReversible(event)) break;
      yield event;
    }
    signal.throwIfAborted();
  } finally {
    stop.abort();
    signal.removeEventListener('abort', cancel);
  }
}

/** An empty piece ends each file. */
async function send<Event>({ files, append }: AnnouncedUpload<Event>, signal: AbortSignal): Promise<void> {
  for (const file of files) {
    for (let at = 0; at < file.size && !signal.aborted; at += UPLOAD_CHUNK_BYTES) {
      await append(file.slice(at, at + UPLOAD_CHUNK_BYTES));
    }
    if (!signal.aborted) await append(new Blob());
  }
}
