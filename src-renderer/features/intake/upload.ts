import type { EngineClient } from '../../../shared/contract/contract.ts';
import { type ImportProgress, UPLOAD_CHUNK_BYTES } from '../../../shared/contract/intake.contract.ts';
import type { ImportSettings } from './import-job.ts';

/**
 * Imports a file: announces it, sends its bytes in order while the engine reads them, and yields where it stands.
 * Aborting before `storing` takes everything back.
 */
export async function* upload(
  client: Pick<EngineClient, 'intake'>,
  file: File,
  settings: ImportSettings,
  signal: AbortSignal,
): AsyncGenerator<ImportProgress> {
  const { upload } = await client.intake.open({
    name: file.name.slice(0, 255),
    sizeBytes: file.size,
    keepGood: settings.keepGood,
    ...(settings.format === null ? {} : { format: settings.format }),
  });
  const cancel = () => void client.intake.cancel({ upload }).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const stop = new AbortController();
  try {
    const progress = await client.intake.run({ upload });
    const sending = send(file, stop.signal, (bytes) => client.intake.append({ upload, bytes }));
    // The run says what went wrong; a piece that is not taken any more only follows from it.
    sending.catch(() => undefined);
    for await (const event of progress) {
      if (signal.aborted && event.phase === 'reading') break;
      yield event;
    }
    signal.throwIfAborted();
  } finally {
    stop.abort();
    signal.removeEventListener('abort', cancel);
  }
}

async function send(
  file: File,
  signal: AbortSignal,
  append: (bytes: Blob) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < file.size && !signal.aborted; at += UPLOAD_CHUNK_BYTES) {
    await append(file.slice(at, at + UPLOAD_CHUNK_BYTES));
  }
  if (!signal.aborted) await append(new Blob());
}
