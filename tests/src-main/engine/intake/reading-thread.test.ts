import { describe, expect, test } from 'vitest';
import { FileRefused } from '../../../../src-main/engine/intake/formats/intake-format.ts';
import { type ReadRows, type ReadStretch, readRows } from '../../../../src-main/engine/intake/read-rows.ts';
import { readInThread } from '../../../../src-main/engine/intake/reading-thread.ts';
import { scartFile, scartRow, streamOf } from '../../../support/intake.ts';
import { programFile } from '../../../support/programs.ts';

const inThread = readInThread(programFile('reading-worker'));

/** All that a reading gives: its stretches, and how it ends. */
async function readingOf(read: ReadRows, bytes: AsyncIterable<Uint8Array>) {
  const stretches: ReadStretch[] = [];
  const reading = read(bytes, {});
  try {
    for (;;) {
      const step = await reading.next();
      if (step.done) return { stretches, whole: step.value };
      stretches.push(step.value);
    }
  } catch (error) {
    if (error instanceof FileRefused) return { stretches, refusal: error.refusal };
    return { stretches, failed: String(error) };
  }
}

const rows = Array.from({ length: 1600 }, (_, row) =>
  scartRow(row % 700 === 3 ? 'no address' : `https://host${row}.example/é/${row}`),
);
const file = Buffer.from(scartFile(rows));

describe('a thread that reads a file', () => {
  test('gives the same stretches and the same whole as the engine itself', async () => {
    const [there, here] = [
      await readingOf(inThread, streamOf(file, 20_000)),
      await readingOf(readRows, streamOf(file, 20_000)),
    ];
    expect(there).toEqual(here);
    const pieces = there.stretches.flatMap((stretch) => stretch.pieces.map(({ count }) => count));
    const refused = there.stretches.flatMap(({ refusals }) => refusals).length;
    expect([pieces, refused]).toEqual([[750, 750, 97], 3]);
  });

  test('gives what comes before damage, and then refuses the file as the engine itself does', async () => {
    const damaged = Buffer.concat([file, Buffer.from([0x41, 0x00, 0x0a])]);
    const [there, here] = [
      await readingOf(inThread, streamOf(damaged, 20_000)),
      await readingOf(readRows, streamOf(damaged, 20_000)),
    ];
    expect(there).toEqual(here);
    expect(there).toMatchObject({ refusal: { reason: 'control-character' } });
    expect(there.stretches.length).toBeGreaterThan(0);
  });

  test('ends with the error of the sender that ends early', async () => {
    async function* cut() {
      yield file.subarray(0, 30_000);
      throw new Error('the sender left');
    }
    expect(await readingOf(inThread, cut())).toMatchObject({ failed: 'Error: the sender left' });
  });

  test('that cannot start is told as a failure', async () => {
    const nowhere = readInThread('/nowhere/reading-worker.js');
    expect(await readingOf(nowhere, streamOf(file))).toEqual({
      stretches: [],
      failed: 'Error: the thread that reads a file has ended',
    });
  });

  test('takes no more bytes than it can hold while its stretches are not taken', async () => {
    let sent = 0;
    async function* endless() {
      for (;;)
        for await (const piece of streamOf(file, 2000)) {
          sent += piece.length;
          yield piece;
        }
    }
    const reading = inThread(endless(), {});
    await reading.next();
    for (let before = -1; before !== sent && sent < 1_000_000; ) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await reading.return(undefined as never);
    expect(sent).toBeLessThan(1_000_000);
  });
});
