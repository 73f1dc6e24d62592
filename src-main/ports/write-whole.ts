import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file beside the target first, so that the target is complete or absent; only its owner can read it.
 * @throws what `pieces` throws, and then nothing is left
 */
export async function writeWhole(file: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const unfinished = `${file}.unfinished`;
  try {
    // Opened before the first piece is asked for: a stream that opens it later would leave it behind where that fails.
    const handle = await open(unfinished, 'w', 0o600);
    await pipeline(pieces, handle.createWriteStream({ flush: true }));
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
