import { read } from 'node:fs';
import { promisify } from 'node:util';
import { damaged, Failure, storageFailure } from './failure.ts';
import type { LogPages } from './log-pages.ts';

const COPIED_AT_ONCE = 256 * 1024;
const readAt = promisify(read);

/** The file of a database as it was at one moment. */
export interface DatabaseCopy {
  bytes: number;
  read(): AsyncGenerator<Uint8Array>;
  /** Called in the end, whether it was read or not. */
  release(): void;
}

/** An open database file, to be copied while nothing is moved to it. */
export interface CopiedFile {
  file: number;
  bytes: number;
  /** What stands in the log alone; null where everything stands in the file. */
  log: { file: number; pages: LogPages } | null;
  /** Once the database is closed, what is read may be of another file. */
  isLocked(): boolean;
}

/** @throws Failure LOCKED, STORAGE, INTEGRITY where the file is shorter than it was */
export async function* readCopy({ file, bytes, log, isLocked }: CopiedFile): AsyncGenerator<Uint8Array> {
  const readFrom = async (from: number, source: number, into: Uint8Array): Promise<number> => {
    if (isLocked()) throw new Failure({ code: 'LOCKED' });
    const { bytesRead } = await readAt(source, into, 0, into.length, from).catch((error: unknown) => {
      throw isLocked() ? new Failure({ code: 'LOCKED' }) : (storageFailure(error) ?? error);
    });
    if (isLocked()) throw new Failure({ code: 'LOCKED' });
    return bytesRead;
  };
  if (log === null) {
    for (let from = 0; from < bytes; ) {
      const buffer = new Uint8Array(Math.min(COPIED_AT_ONCE, bytes - from));
      const bytesRead = await readFrom(from, file, buffer);
      if (bytesRead === 0) throw damaged({ problem: 'database-damaged' });
      from += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    return;
  }
  const { pageBytes, at } = log.pages;
  for (let page = 1; (page - 1) * pageBytes < bytes; page++) {
    const buffer = new Uint8Array(pageBytes);
    const inLog = at.get(page);
    const bytesRead =
      inLog === undefined
        ? await readFrom((page - 1) * pageBytes, file, buffer)
        : await readFrom(inLog, log.file, buffer);
    if (bytesRead < pageBytes) throw damaged({ problem: 'database-damaged' });
    yield buffer;
  }
}
