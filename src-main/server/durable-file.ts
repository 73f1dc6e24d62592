import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The ending of files left by a write that did not finish. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a file so that after a power cut it is either complete or absent: temporary file, fsync, rename, fsync of the
 * folder.
 */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  const temporary = `${path}${UNFINISHED}`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/**
 * Writes a file in the same way, but only where there is none of the name, whatever other processes do meanwhile.
 * @returns whether it was written
 */
export async function writeOnce(path: string, text: string, mode = 0o600): Promise<boolean> {
  // A name of its own, because two processes may write at the same time.
  const temporary = `${path}.${process.pid}${UNFINISHED}`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return false;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** Appends to a file and waits until it is on the disk. Short appends of several processes do not mix (O_APPEND). */
export async function appendDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

/** Makes a folder that only its owner can read. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder as a file; there, NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
