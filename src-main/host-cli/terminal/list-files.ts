import { createReadStream, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { UPLOAD_CHUNK_BYTES } from '../../../shared/contract/intake.contract.ts';
import type { ListImportProgress } from '../../../shared/contract/lists.contract.ts';
import { UsageError } from './exit-code.ts';

/** Compares names as the page does: numbers in them by value. */
const byNumber = new Intl.Collator('en', { numeric: true }).compare;
const LEFT_BY_SYSTEMS = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

/** A file of a list on the disk. */
export interface ListFile {
  path: string;
  name: string;
  sizeBytes: number;
}

/**
 * Finds the named files, in the order given. A folder stands for the files in it, ordered by name, with numbers by
 * value (page-2 before page-10); files that operating systems leave in folders are skipped.
 * @throws UsageError
 */
export function findListFiles(paths: readonly string[]): ListFile[] {
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      const inside = readdirSync(path, { withFileTypes: true }).filter(
        (entry) => entry.isFile() && !LEFT_BY_SYSTEMS.test(entry.name),
      );
      if (inside.length === 0) throw new UsageError(`there are no files in ${path}`);
      const names = inside.map(({ name }) => name).sort(byNumber);
      return findListFiles(names.map((name) => join(path, name)));
    }
    if (!found?.isFile()) throw new UsageError(`there is no file ${path}`);
    return [{ path, name: basename(path), sizeBytes: found.size }];
  });
}

type Open = Omit<Parameters<EngineClient['lists']['open']>[0], 'files'>;

/** Sends files to the engine piece by piece and follows the import. */
export async function* importListFiles(
  client: EngineClient,
  files: readonly ListFile[],
  open: Open,
): AsyncGenerator<ListImportProgress> {
  const announced = files.map(({ name, sizeBytes }) => ({ name, sizeBytes }));
  const { upload } = await client.lists.open({ ...open, files: announced });
  const progress = await client.lists.run({ upload });
  const send = async () => {
    for (const { path } of files) {
      for await (const piece of createReadStream(path, { highWaterMark: UPLOAD_CHUNK_BYTES })) {
        await client.lists.append({ upload, bytes: new Blob([piece]) });
      }
      await client.lists.append({ upload, bytes: new Blob([]) });
    }
  };
  // A refusal ends the upload too; the reason comes from the run, which is awaited.
  const sending = send().catch(() => client.lists.cancel({ upload }).catch(() => {}));
  yield* progress;
  await sending;
}
