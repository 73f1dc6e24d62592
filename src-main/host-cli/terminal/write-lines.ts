import { writeWhole } from '../../ports/write-whole.ts';

/** Writes lines to a file. @returns their number */
export async function writeLines(file: string, pieces: AsyncIterable<{ lines: string[] }>): Promise<number> {
  let count = 0;
  async function* text() {
    for await (const { lines } of pieces) {
      count += lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
  await writeWhole(file, text());
  return count;
}
