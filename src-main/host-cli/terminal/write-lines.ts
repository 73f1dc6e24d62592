import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * Writes lines to a temporary file beside the target first, so that the target is complete or absent.
 * @returns the number of lines
 */
export async function writeLines(file: string, pieces: AsyncIterable<{ lines: string[] }>): Promise<number> {
  const unfinished = `${file}.unfinished`;
  let count = 0;
  async function* text() {
    for await (const { lines } of pieces) {
      count += lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
  try {
    await pipeline(text, createWriteStream(unfinished, { mode: 0o600, flush: true }));
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return count;
}
