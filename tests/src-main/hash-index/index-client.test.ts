import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { IndexClient } from '../../../src-main/hash-index/index-client.ts';
import type { IndexPort } from '../../../src-main/hash-index/index-messages.ts';
import { startIndexInProcess, startIndexThread } from '../../../src-main/hash-index/index-thread.ts';
import { MemorySegmentFiles } from '../../../src-main/hash-index/segment-files.ts';
import {
  matchingKernel as kernel,
  sharedMatchingKernel as sharedKernel,
  indexWorker as worker,
} from '../../support/matching-kernel.ts';
import { hitWords, packed, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';

const KEY = new Uint8Array(32).fill(7);
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
      return () => startIndexThread(worker, { kernel, sharedKernel, layout, folder });
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
    // What a thread has done before the message came is done; nothing of it is left either way.
    for (const end of await Promise.all(ended)) expect(['zeroed', 'done']).toContain(end);
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

// In one thread, where both messages are there before the first is looked at: no clock decides.
test('a look-up does not wait for an import or a merge to end', async () => {
  const files = new MemorySegmentFiles();
  const client = aClient(() => startIndexInProcess({ kernel, layout, files }));
  const values = new RandomValues(3).bytes(200_000 * 32);
  await client.add('sha256', values.slice(0, 32), refsFrom(0, 1));
  const ended: string[] = [];
  const noted = (what: string, work: Promise<unknown>) => work.then(() => ended.push(what));
  const lookedUp = () => noted('look-up', client.exact('sha256', values.subarray(0, 32)));
  await Promise.all([noted('add', client.add('sha256', values.slice(), refsFrom(1, 200_000))), lookedUp()]);
  await Promise.all([noted('merge', client.merge(true)), lookedUp()]);
  expect(ended).toEqual(['look-up', 'add', 'look-up', 'merge']);
});
