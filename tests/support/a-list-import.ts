import type { EngineClient } from '../../shared/contract/contract.ts';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';
import type {
  ListDetails,
  ListImportProgress,
  ListImportResult,
} from '../../shared/contract/lists.contract.ts';
import type { ListReading, UpdateMode } from '../../shared/domain/hash-list.ts';
import type { HashListId, UploadId } from '../../shared/domain/ids.ts';

export interface ListImportSettings {
  /** The id of an existing list, or details of a new one: by default a baseline list named `list`. */
  list?: HashListId | Partial<ListDetails>;
  mode?: UpdateMode;
  reading?: ListReading;
  asOf?: string;
}

/** Announces an import; the caller sends the bytes and follows the run. */
export async function openListUpload(
  client: EngineClient,
  files: readonly (string | Uint8Array)[],
  {
    list = {},
    mode = 'replace',
    reading = { format: 'sums', algorithm: 'md5' },
    asOf,
  }: ListImportSettings = {},
): Promise<{ upload: UploadId; files: Uint8Array[] }> {
  const bytes = files.map((file) => (typeof file === 'string' ? Buffer.from(file) : file));
  const { upload } = await client.lists.open({
    list: typeof list === 'string' ? list : { name: 'list', meaning: 'baseline', ...list },
    mode,
    reading,
    files: bytes.map(({ length }, index) => ({ name: `file ${index + 1}`, sizeBytes: length })),
    ...(asOf ? { asOf } : {}),
  });
  return { upload, files: bytes };
}

export async function sendListFiles(
  client: EngineClient,
  upload: UploadId,
  files: readonly Uint8Array[],
): Promise<void> {
  for (const bytes of files) {
    for (let from = 0; from < bytes.length; from += UPLOAD_CHUNK_BYTES) {
      const piece = new Blob([bytes.slice(from, from + UPLOAD_CHUNK_BYTES)]);
      await client.lists.append({ upload, bytes: piece });
    }
    await client.lists.append({ upload, bytes: new Blob([]) });
  }
}

/** Imports files as the page does and returns every step of it. */
export async function listImportSteps(
  client: EngineClient,
  files: readonly (string | Uint8Array)[],
  settings: ListImportSettings = {},
): Promise<ListImportProgress[]> {
  const { upload, files: bytes } = await openListUpload(client, files, settings);
  const run = await client.lists.run({ upload });
  // A refusal ends the upload too; the reason comes from the run.
  const sending = sendListFiles(client, upload, bytes).catch(() => {});
  const steps: ListImportProgress[] = [];
  for await (const step of run) steps.push(step);
  await sending;
  return steps;
}

export async function importList(
  client: EngineClient,
  files: string | readonly (string | Uint8Array)[],
  settings: ListImportSettings = {},
): Promise<ListImportResult> {
  const steps = await listImportSteps(client, typeof files === 'string' ? [files] : files, settings);
  const last = steps.at(-1);
  if (last?.phase !== 'done') throw new Error(`the import was not taken: ${JSON.stringify(last)}`);
  return last.result;
}
