import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { IndexClient } from '../../../../../src-main/engine/matching/index/index-client.ts';
import type { IndexPort } from '../../../../../src-main/engine/matching/index/index-messages.ts';
import {
  startIndexInProcess,
  startIndexThread,
} from '../../../../../src-main/engine/matching/index/index-thread.ts';
import { MemorySegmentFiles } from '../../../../../src-main/engine/matching/index/segment-files.ts';
import { matchingKernel as kernel } from './matching-kernel.ts';
import { hitWords, packed, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';

const KEY = new Uint8Array(32).fill(7);
const worker = new URL('../../../../../src-main/engine/matching/index/index-worker.ts', import.meta.url);
const layout = 'compact';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-index-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'index');
}

/** Both ways to run an index; the second start finds the files of the first. */
const WAYS: [string, () => () => IndexPort][] = [
  [
    'in a thread',
    () => {
      const folder = aFolder();
      return () => startIndexThread(worker, { kernel, layout, folder });
    },
  ],
  [
    'in this process',
    () => {
      const files = new MemorySegmentFiles();
      return () => startIndexInProcess({ kernel, layout, files });
    },
  ],
];

function aClient(start: () => IndexPort): IndexClient {
  const client = new IndexClient(start);
  onTestFinished(() => client.close());
  return client;
}

describe.each(WAYS)('an index %s', (_, way) => {
  test('adds, finds, removes, disables, merges, saves and loads', async () => {
    const start = way();
    const client = aClient(start);
    const random = new RandomValues(1);
    const values = random.bytes(20_000 * 32);
    expect(await client.load(KEY)).toEqual({ status: 'absent' });
    await client.add('pdq', values.slice(), refsFrom(0, 20_000));
    await client.add('sha256', values.subarray(0, 6000 * 32), refsFrom(0, 6000));
    expect(values).toHaveLength(20_000 * 32);
    const queries = packed([random.at(31, values.subarray(0, 32)), random.at(32, values.subarray(32, 64))]);
    expect(hitWords(await client.near(queries, 31))).toEqual(['0:0:31']);
    await client.merge();
    expect(hitWords(await client.near(queries, 32))).toEqual(['0:0:31', '1:1:32']);
    expect((await client.exact('sha256', values)).ref).toEqual(refsFrom(0, 6000));
    await client.remove(refsFrom(0, 1));
    await client.setRange(1, 1, false);
    await client.removeRange(9000, 9000);
    expect(hitWords(await client.near(queries, 32))).toEqual([]);
    await client.setRange(1, 1, true);
    await client.save(KEY, 'here');
    client.close();
    const again = aClient(start);
    expect(await again.load(KEY)).toEqual({ status: 'loaded', mark: 'here' });
    expect(hitWords(await again.near(queries, 32))).toEqual(['1:1:32']);
    expect((await again.stats()).algorithms.sha256).toMatchObject({ entries: 6000, segments: 1 });
  });

  test('says what is wrong, and goes on', async () => {
    const client = aClient(way());
    const problem = (name: string) => expect.objectContaining({ problem: name });
    await expect(client.exact('md5', new Uint8Array(3))).rejects.toThrow(problem('wrong-input'));
    await expect(client.near(new Uint8Array(32), 300)).rejects.toThrow(problem('wrong-input'));
    await expect(client.setRange(5, 4, true)).rejects.toThrow(problem('wrong-input'));
    await expect(client.save(KEY.subarray(1), '')).rejects.toThrow(problem('wrong-input'));
    await client.remove(refsFrom(1, 1));
    await expect(client.add('md5', new Uint8Array(16), refsFrom(1, 1))).rejects.toThrow(
      problem('removed-ref'),
    );
    expect(hitWords(await client.exact('md5', new Uint8Array(16)))).toEqual([]);
  });

  test('is empty once it was overwritten, whatever was under way or waiting', async () => {
    const client = aClient(way());
    const values = new RandomValues(2).bytes(100_000 * 32);
    await client.add('pdq', values.slice(), refsFrom(0, 100_000));
    const ended = [
      client.merge(),
      client.save(KEY, ''),
      client.add('pdq', values.slice(), refsFrom(100_000, 100_000)),
      client.add('md5', new Uint8Array(16), refsFrom(400_000, 1)),
    ].map((work) =>
      work.then(
        () => 'done',
        (error) => error.problem,
      ),
    );
    await client.zero();
    expect(await Promise.all(ended)).toEqual(['zeroed', 'zeroed', 'zeroed', 'zeroed']);
    expect((await client.stats()).bytes).toBe(0);
    await client.add('md5', new Uint8Array(16), refsFrom(0, 1));
    expect(hitWords(await client.exact('md5', new Uint8Array(16)))).toEqual(['0:0']);
  });

  test('answers nothing once it is closed', async () => {
    const client = aClient(way());
    const values = new RandomValues(2).bytes(100_000 * 32);
    const under = client.add('pdq', values, refsFrom(0, 100_000));
    client.close();
    const closed = expect.objectContaining({ problem: 'closed' });
    await expect(under).rejects.toThrow(closed);
    await expect(client.stats()).rejects.toThrow(closed);
  });
});

test('a look-up does not wait for an import, a merge or a save to end', async () => {
  const folder = aFolder();
  const client = aClient(() => startIndexThread(worker, { kernel, layout, folder }));
  const random = new RandomValues(3);
  const values = random.bytes(160_000 * 32);
  await client.add('sha256', values.slice(0, 1000 * 32), refsFrom(0, 1000));
  let busy = true;
  const work = (async () => {
    for (let i = 0; i < 4; i++) {
      const part = values.slice(i * 40_000 * 32, (i + 1) * 40_000 * 32);
      await Promise.all([
        client.add('pdq', part.slice(), refsFrom(10_000 + i * 40_000, 40_000)),
        client.add('sha256', part, refsFrom(10_000 + i * 40_000, 40_000)),
        client.merge(),
      ]);
    }
    await client.save(KEY, 'busy');
    busy = false;
  })();
  const waits: number[] = [];
  while (busy) {
    const before = performance.now();
    await client.exact('sha256', values.subarray(0, 32));
    waits.push(performance.now() - before);
  }
  await work;
  waits.sort((a, b) => a - b);
  expect(waits.length).toBeGreaterThan(20);
  // Far above what a machine to itself shows (bench:matching), far below any import.
  expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(25);
});
