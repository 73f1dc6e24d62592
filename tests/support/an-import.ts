import type { EngineClient } from '../../shared/contract/contract.ts';
import {
  type ImportProgress,
  type ImportResult,
  type IntakeFormat,
  UPLOAD_CHUNK_BYTES,
} from '../../shared/contract/intake.contract.ts';
import type { UploadId } from '../../shared/domain/ids.ts';

export interface ImportSettings {
  name?: string;
  keepGood?: boolean;
  format?: IntakeFormat;
  profile?: string;
  dryRun?: boolean;
}

/** Announces a file and sends its bytes; the caller follows the run. */
export async function openUpload(
  client: EngineClient,
  content: string | Uint8Array,
  { name = 'reports.csv', keepGood = false, format, profile, dryRun = false }: ImportSettings = {},
): Promise<{ upload: UploadId; bytes: Uint8Array }> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { upload } = await client.intake.open({
    name,
    sizeBytes: bytes.length,
    keepGood,
    dryRun,
    ...(profile === undefined ? {} : { profile }),
    ...(format ? { format } : {}),
  });
  return { upload, bytes };
}

export async function sendPieces(client: EngineClient, upload: UploadId, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; from += UPLOAD_CHUNK_BYTES) {
    await client.intake.append({ upload, bytes: new Blob([bytes.slice(from, from + UPLOAD_CHUNK_BYTES)]) });
  }
  await client.intake.append({ upload, bytes: new Blob([]) });
}

/** Imports a file as the page does and returns every step of it. */
export async function importSteps(
  client: EngineClient,
  content: string | Uint8Array,
  settings: ImportSettings = {},
): Promise<ImportProgress[]> {
  const { upload, bytes } = await openUpload(client, content, settings);
  const run = await client.intake.run({ upload });
  // A refusal ends the upload too; the reason comes from the run.
  const sending = sendPieces(client, upload, bytes).catch(() => {});
  const steps: ImportProgress[] = [];
  for await (const step of run) steps.push(step);
  await sending;
  return steps;
}

export async function importFile(
  client: EngineClient,
  content: string | Uint8Array,
  settings: ImportSettings = {},
): Promise<ImportResult> {
  const last = (await importSteps(client, content, settings)).at(-1);
  if (last?.phase !== 'done') throw new Error('the import ended without a result');
  return last.result;
}
