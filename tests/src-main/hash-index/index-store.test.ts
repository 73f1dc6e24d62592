import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FolderSegmentFiles } from '../../../src-main/hash-index/folder-segment-files.ts';
import {
  INDEX_ALGORITHMS,
  type IndexAlgorithm,
  VALUE_BYTES,
} from '../../../src-main/hash-index/index-algorithm.ts';
import { IndexStore, type LoadResult } from '../../../src-main/hash-index/index-store.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { MemorySegmentFiles } from '../../../src-main/hash-index/segment-files.ts';
import { matchingKernel as kernel } from '../../support/matching-kernel.ts';
import { hitWords, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';
import { SegmentFilesThatFail } from './segment-files-that-fail.ts';

const KEY = new RandomValues(99).bytes(32);
const newIndex = () => new MatchIndex({ kernel, layout: 'compact', sealFrom: 1, freshEntries: 64 });

function filledIndex(entries = 100, algorithms: readonly IndexAlgorithm[] = INDEX_ALGORITHMS): MatchIndex {
  const index = newIndex();
  for (const algorithm of algorithms)
    index.add(algorithm, valuesOf(algorithm, entries), refsFrom(0, entries));
  return index;
}

const valuesOf = (algorithm: IndexAlgorithm, entries: number) =>
  new RandomValues(VALUE_BYTES[algorithm]).bytes(entries * VALUE_BYTES[algorithm]);

/** Everything an index answers to the values of `filledIndex`. */
const answersOf = (index: MatchIndex, entries = 100) =>
  INDEX_ALGORITHMS.map((algorithm) => hitWords(index.exact(algorithm, valuesOf(algorithm, entries))));

async function loaded(
  files: MemorySegmentFiles,
  key = KEY,
): Promise<{ index: MatchIndex; result: LoadResult }> {
  const index = newIndex();
  return { index, result: await new IndexStore(files).load(index, key) };
}

async function savedFiles(index: MatchIndex, mark = 'one'): Promise<MemorySegmentFiles> {
  const files = new MemorySegmentFiles();
  await new IndexStore(files).save(index, KEY, mark);
  return files;
}

describe('what was saved', () => {
  test('is there after loading: entries, removals, disabled ranges and the mark', async () => {
    const index = filledIndex(9000);
    index.merge();
    index.remove(Uint32Array.of(3, 70_000));
    index.removeRange(50, 60);
    index.setRange(8000, 9000, false);
    const { index: again, result } = await loaded(await savedFiles(index, 'vault 17'));
    expect(result).toEqual({ status: 'loaded', mark: 'vault 17' });
    expect(answersOf(again, 9000)).toEqual(answersOf(index, 9000));
    again.merge();
    again.setRange(8000, 9000, true);
    index.setRange(8000, 9000, true);
    expect(answersOf(again, 9000)).toEqual(answersOf(index, 9000));
    const removed = () => again.add('md5', new Uint8Array(16), Uint32Array.of(70_000));
    expect(removed).toThrow(expect.objectContaining({ problem: 'removed-ref' }));
  });

  test('can also be an empty index', async () => {
    expect((await loaded(await savedFiles(newIndex()))).result).toEqual({ status: 'loaded', mark: 'one' });
  });

  test('is written once: the next save adds what is new and drops what is gone', async () => {
    const files = new MemorySegmentFiles();
    const store = new IndexStore(files);
    const index = filledIndex();
    index.merge(true);
    await store.save(index, KEY, '1');
    const before = await files.list();
    index.add('md5', new RandomValues(1).bytes(16), refsFrom(500, 1));
    await store.save(index, KEY, '2');
    const after = await files.list();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + 1);
    index.removeRange(0, 1000);
    index.merge(true);
    await store.save(index, KEY, '3');
    expect(await files.list()).toEqual(['manifest']);
  });

  test('shows nothing: no value, no ref, no mark, and never the same bytes twice', async () => {
    const index = newIndex();
    const value = new RandomValues(8).bytes(32);
    index.add('sha256', value, Uint32Array.of(0x11223344));
    const [one, two] = [await savedFiles(index, 'secret-mark'), await savedFiles(index, 'secret-mark')];
    const all = (files: MemorySegmentFiles) => Buffer.concat([...files.contents.values()]);
    for (const sought of [Buffer.from(value.subarray(0, 6)), 'secret-mark', 'sha256']) {
      expect(all(one).includes(sought)).toBe(false);
    }
    const manifest = (files: MemorySegmentFiles) => Buffer.from(files.contents.get('manifest')!.subarray(64));
    expect(manifest(one).equals(manifest(two))).toBe(false);
  });

  test('is more than one chunk where it is large', async () => {
    const index = newIndex();
    const values = new RandomValues(5).bytes(60_000 * 16);
    index.add('url', values, refsFrom(0, 60_000));
    const files = await savedFiles(index);
    expect(Math.max(...[...files.contents.values()].map(({ length }) => length))).toBeGreaterThan(2 ** 20);
    const { index: again } = await loaded(files);
    expect(again.exact('url', values).ref).toEqual(refsFrom(0, 60_000));
  });
});

describe('damage', () => {
  test('of any kind, anywhere, is found and named, a thousand times', async () => {
    const random = new RandomValues(2026);
    const whole = newIndex();
    for (const algorithm of ['md5', 'pdq'] as const)
      whole.add(algorithm, valuesOf(algorithm, 20), refsFrom(0, 20));
    const files = await savedFiles(whole);
    const names = await files.list();
    const missed: string[] = [];
    for (let round = 0; round < 1000; round++) {
      const damaged = new MemorySegmentFiles();
      for (const [name, bytes] of files.contents) damaged.contents.set(name, bytes.slice());
      const name = names[random.below(names.length)]!;
      const bytes = damaged.contents.get(name)!;
      const kind = ['flip', 'flip', 'truncation', 'extension', 'swap', 'absent'][random.below(6)]!;
      let hurt = [name];
      if (kind === 'flip') bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
      if (kind === 'truncation') damaged.contents.set(name, bytes.slice(0, random.below(bytes.length)));
      if (kind === 'extension') {
        damaged.contents.set(name, new Uint8Array([...bytes, ...random.bytes(1 + random.below(40))]));
      }
      if (kind === 'absent' && name !== 'manifest') damaged.contents.delete(name);
      else if (kind === 'absent' || kind === 'swap') {
        const other = names[(names.indexOf(name) + 1 + random.below(names.length - 1)) % names.length]!;
        damaged.contents.set(name, damaged.contents.get(other)!);
        damaged.contents.set(other, bytes);
        hurt = [name, other];
      }
      const { index, result } = await loaded(damaged);
      const found = result.status === 'damaged' ? result.damaged.map(({ file }) => file) : [];
      const expected = hurt.includes('manifest') ? ['manifest'] : hurt;
      if (found.toSorted().join() !== expected.toSorted().join() || index.stats().bytes !== 0) {
        missed.push(`${kind} of ${name}: ${JSON.stringify(result)}`);
      }
    }
    expect(missed).toEqual([]);
  });

  test('by two chunks that changed places, or by one that was repeated, is found', async () => {
    const index = newIndex();
    index.add('pdq', new RandomValues(5).bytes(100_000 * 32), refsFrom(0, 100_000));
    const files = await savedFiles(index);
    const name = (await files.list()).find((one) => one !== 'manifest')!;
    const whole = files.contents.get(name)!;
    const at = (chunk: number) => 64 + chunk * (2 ** 20 + 16);
    const chunk = (number: number) => whole.slice(at(number), at(number + 1));
    const changes: [number, number][][] = [
      [
        [0, 1],
        [1, 0],
      ],
      [[1, 0]],
    ];
    for (const change of changes) {
      const bytes = whole.slice();
      for (const [to, from] of change) bytes.set(chunk(from), at(to));
      files.contents.set(name, bytes);
      const { result } = await loaded(files);
      expect(result).toEqual({ status: 'damaged', damaged: [{ file: name, why: 'wrong-contents' }] });
    }
  });

  test('is reported where another key is used', async () => {
    const { result } = await loaded(await savedFiles(filledIndex()), new Uint8Array(32));
    expect(result).toEqual({ status: 'damaged', damaged: [{ file: 'manifest', why: 'wrong-header' }] });
  });

  test('is reported where a disk cannot be read', async () => {
    const files = new SegmentFilesThatFail();
    await new IndexStore(files).save(filledIndex(), KEY, 'one');
    files.failAfter(2);
    const result = await new IndexStore(files).load(newIndex(), KEY);
    expect(result).toEqual({ status: 'damaged', damaged: [{ file: 'manifest', why: 'unreadable' }] });
  });

  test('is repaired by the next save', async () => {
    const files = await savedFiles(filledIndex());
    files.contents.get('manifest')![70]! ^= 1;
    const store = new IndexStore(files);
    const index = newIndex();
    expect((await store.load(index, KEY)).status).toBe('damaged');
    index.add('md5', new Uint8Array(16), refsFrom(4, 1));
    await store.save(index, KEY, 'mended');
    expect((await loaded(files)).result).toEqual({ status: 'loaded', mark: 'mended' });
    expect(await files.list()).toHaveLength(2);
  });
});

describe('a save that ends at any of its operations', () => {
  test('leaves what was saved before or what it saved, and no remains after the next load', async () => {
    const random = new RandomValues(7);
    const outcomes = { old: 0, new: 0 };
    const index = filledIndex(100, ['md5', 'pdq']);
    const old = answersOf(index);
    const changed = filledIndex(100, ['md5', 'pdq']);
    changed.add('sha1', new RandomValues(4).bytes(20 * 90), refsFrom(200, 90));
    changed.remove(refsFrom(0, 40));
    changed.merge(true);
    const fresh = answersOf(changed);
    let finished = false;
    for (let operations = 1; !finished; operations++) {
      const files = new SegmentFilesThatFail();
      const store = new IndexStore(files);
      await store.save(index, KEY, 'old');
      await files.sync();
      files.failAfter(operations);
      const ended = await store.save(changed, KEY, 'new').then(
        () => 'saved',
        (error) => error.problem,
      );
      finished = ended === 'saved' && operations > 40;
      for (let image = 0; image < 4; image++) {
        const disk = files.afterPowerCut(random);
        const { index: again, result } = await loaded(disk);
        if (result.status !== 'loaded') throw new Error(`${operations}: ${JSON.stringify(result)}`);
        outcomes[result.mark as 'old' | 'new']++;
        expect(answersOf(again)).toEqual(result.mark === 'old' ? old : fresh);
        if (ended === 'saved') expect(result.mark).toBe('new');
        else expect(ended).toBe('not-written');
        const segments = Object.values(again.stats().algorithms).reduce((sum, one) => sum + one.segments, 0);
        expect(await disk.list()).toHaveLength(1 + segments);
      }
    }
    expect(outcomes.old).toBeGreaterThan(50);
    expect(outcomes.new).toBeGreaterThan(15);
  });
});

test('the harness can fail: on a disk that lies about syncing, saves are lost', async () => {
  const random = new RandomValues(8);
  const files = new SegmentFilesThatFail(true);
  await new IndexStore(files).save(filledIndex(), KEY, 'one');
  const ends: string[] = [];
  for (let image = 0; image < 20; image++)
    ends.push((await loaded(files.afterPowerCut(random))).result.status);
  expect(ends).toContain('damaged');
});

describe('a folder', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'hashline-index-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return join(path, 'index');
  };

  test('holds the same, closed to others, and loses what was left behind', async () => {
    const path = folder();
    const files = new FolderSegmentFiles(path);
    expect(await new IndexStore(files).load(newIndex(), KEY)).toEqual({ status: 'absent' });
    const index = filledIndex(9000);
    await new IndexStore(files).save(index, KEY, 'disk');
    writeFileSync(join(path, 'f'.repeat(32)), 'left behind');
    writeFileSync(join(path, 'manifest.new'), 'left behind');
    const again = newIndex();
    expect(await new IndexStore(files).load(again, KEY)).toEqual({ status: 'loaded', mark: 'disk' });
    expect(answersOf(again, 9000)).toEqual(answersOf(index, 9000));
    const names = readdirSync(path);
    expect(names).not.toContain('manifest.new');
    expect(names).not.toContain('f'.repeat(32));
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o700);
      expect(names.map((name) => statSync(join(path, name)).mode & 0o777)).toEqual(names.map(() => 0o600));
    }
    writeFileSync(join(path, 'manifest'), readFileSync(join(path, 'manifest')).subarray(1));
    expect((await new IndexStore(files).load(newIndex(), KEY)).status).toBe('damaged');
  });

  test.each(['../x', 'A', '.hidden', 'a/b', ''])('has no file called %j', async (name) => {
    await expect(new FolderSegmentFiles(folder()).open(name)).rejects.toThrow('not a file name of the index');
  });
});

test('a key has 32 bytes, and only an empty index is loaded', async () => {
  const store = new IndexStore(new MemorySegmentFiles());
  const wrong = expect.objectContaining({ problem: 'wrong-input' });
  await expect(store.save(newIndex(), KEY.subarray(1), '')).rejects.toThrow(wrong);
  await expect(store.load(newIndex(), new Uint8Array())).rejects.toThrow(wrong);
  await expect(store.load(filledIndex(), KEY)).rejects.toThrow(wrong);
});
