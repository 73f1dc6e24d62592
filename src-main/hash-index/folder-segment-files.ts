import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SegmentFiles, SegmentReader, SegmentWriter } from './segment-files.ts';

/** Files in a folder on the disk, created if missing, that only its owner can read. */
export class FolderSegmentFiles implements SegmentFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<string[]> {
    return (await unlessAbsent(readdir(this.#folder)))?.sort() ?? [];
  }

  async create(name: string): Promise<SegmentWriter> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = await open(this.#locate(name), 'w', 0o600);
    return {
      // Not `write`: on a nearly full disk it writes a part, and reports that only by its return value.
      append: (bytes) => file.writeFile(bytes),
      sync: () => file.sync(),
      close: () => file.close(),
    };
  }

  async open(name: string): Promise<SegmentReader | null> {
    const file = await unlessAbsent(open(this.#locate(name), 'r'));
    if (!file) return null;
    try {
      const { size } = await file.stat();
      const read = async (position: number, length: number) => {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, position + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      };
      return { size, read, close: () => file.close() };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await rename(this.#locate(from), this.#locate(to));
  }

  async remove(name: string): Promise<void> {
    await rm(this.#locate(name), { force: true });
  }

  /** Windows cannot open a folder; there, NTFS's own journal makes the rename durable. */
  async sync(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  #locate(name: string): string {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) throw new TypeError(`not a file name of the index: ${name}`);
    return join(this.#folder, name);
  }
}

async function unlessAbsent<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
