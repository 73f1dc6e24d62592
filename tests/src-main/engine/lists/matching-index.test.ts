import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IndexState } from '../../../../shared/contract/lists.contract.ts';
import { HashListStore } from '../../../../src-main/engine/lists/hash-list.store.ts';
import { ListContentStore } from '../../../../src-main/engine/lists/list-content.store.ts';
import { MatchingIndex } from '../../../../src-main/engine/lists/matching-index.ts';
import { RefNumbersStore } from '../../../../src-main/engine/lists/ref-numbers.store.ts';
import type { IndexPort } from '../../../../src-main/hash-index/index-messages.ts';
import { startIndexInProcess } from '../../../../src-main/hash-index/index-thread.ts';
import { MemorySegmentFiles } from '../../../../src-main/hash-index/segment-files.ts';
import { matchingHomeInProcess } from '../../../../src-main/ports/matching-home.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList, openListUpload, sendListFiles } from '../../../support/a-list-import.ts';
import { aHash } from '../../../support/a-report.ts';
import { ASSETS, type AVault, aVault } from '../../../support/a-vault.ts';
import { enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { databaseOf } from '../../../support/vault-database.ts';

const COUNT = 300;
const sums = (from: number, count = COUNT): string =>
  aHashList(Array.from({ length: count }, (_, i) => ({ sha1: aHash(40, from + i) }))).asSums();
const reading = { format: 'sums', algorithm: 'sha1' } as const;

const folderOf = ({ folder }: AVault): string =>
  join(folder, readdirSync(folder).find((name) => name.startsWith('index-'))!);

/** How many of the first values answer. */
async function answering({ client }: AVault, from = 1): Promise<number> {
  const values = Array.from({ length: COUNT }, (_, i) => aHash(40, from + i));
  return (await client.matching.matchMany({ algorithm: 'sha1', values })).found;
}

async function aVaultWithAList(): Promise<AVault> {
  const vault = await aVault();
  await importList(vault.client, sums(1), { list: { name: 'one' }, reading });
  return vault;
}

describe('the index after an unlock', () => {
  test('is the one that was saved', async () => {
    using vault = await aVaultWithAList();
    await vault.restart();
    expect(await vault.client.lists.index()).toEqual({ state: 'asleep' });
    expect([await answering(vault), await vault.client.lists.index()]).toMatchObject([
      COUNT,
      { state: 'ready', rebuiltBecause: null, values: COUNT },
    ]);
  });

  test('is loaded before the first question where the engine works by itself', async () => {
    using vault = await aVaultWithAList();
    await vault.restart({ background: true });
    await expect.poll(() => vault.client.lists.index()).toMatchObject({ state: 'ready', values: COUNT });
  });

  test('is built again under the new key once somebody was disabled, and no file under the former one stays', async () => {
    using vault = await aVaultWithAList();
    const { id } = await enrolled(vault, 'Ann', 'analyst');
    const filesIn = (folder: string) =>
      readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('base64'));
    const before = filesIn(folderOf(vault));
    await vault.client.people.disable({ command: aCommand(), person: id });
    expect([await answering(vault), await vault.client.lists.index()]).toMatchObject([
      COUNT,
      { state: 'ready', rebuiltBecause: expect.any(String), values: COUNT },
    ]);
    await vault.restart();
    expect([await answering(vault), await vault.client.lists.index()]).toMatchObject([
      COUNT,
      { state: 'ready', rebuiltBecause: null, values: COUNT },
    ]);
    const after = filesIn(folderOf(vault));
    expect(before.length).toBeGreaterThan(0);
    expect(after.filter((bytes) => before.includes(bytes))).toEqual([]);
  });

  test('is built again from the vault where its files are gone', async () => {
    using vault = await aVaultWithAList();
    vault.lock();
    rmSync(folderOf(vault), { recursive: true });
    await vault.unlock();
    expect([await answering(vault), await vault.client.lists.index()]).toMatchObject([
      COUNT,
      { state: 'ready', rebuiltBecause: 'absent', values: COUNT },
    ]);
    await vault.restart();
    expect([await answering(vault), await vault.client.lists.index()]).toMatchObject([
      COUNT,
      { rebuiltBecause: null },
    ]);
  });

  test('is built again where any of its files was damaged', async () => {
    using vault = await aVaultWithAList();
    vault.lock();
    for (const kind of [/^manifest$/, /^[0-9a-f]{32}$/]) {
      const path = join(folderOf(vault), readdirSync(folderOf(vault)).find((name) => kind.test(name))!);
      const whole = readFileSync(path);
      const flipped = Buffer.from(whole);
      const at = Math.floor(flipped.length / 2);
      flipped[at] = (flipped[at] ?? 0) ^ 4;
      writeFileSync(path, flipped);
      await vault.unlock();
      expect([await answering(vault), await vault.client.lists.index()]).toMatchObject([
        COUNT,
        { state: 'ready', rebuiltBecause: 'damaged' },
      ]);
      vault.lock();
      // Until the thread has ended, the folder is its.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  test('is built again where older files were put back', async () => {
    using vault = await aVaultWithAList();
    vault.lock();
    const kept = `${folderOf(vault)}.kept`;
    cpSync(folderOf(vault), kept, { recursive: true });
    await vault.unlock();
    await importList(vault.client, sums(1000), { list: { name: 'two' }, reading });
    vault.lock();
    const folder = kept.slice(0, -'.kept'.length);
    rmSync(folder, { recursive: true });
    cpSync(kept, folder, { recursive: true });
    rmSync(kept, { recursive: true });
    await vault.unlock();
    expect([await answering(vault, 1000), await vault.client.lists.index()]).toMatchObject([
      COUNT,
      { state: 'ready', rebuiltBecause: 'behind' },
    ]);
  });

  test('cannot be read without the key of the vault', async () => {
    using vault = await aVaultWithAList();
    vault.lock();
    const files = readdirSync(folderOf(vault)).map((name) => readFileSync(join(folderOf(vault), name)));
    const all = Buffer.concat(files);
    for (let i = 0; i < COUNT; i++) {
      const value = aHash(40, 1 + i);
      expect([all.includes(Buffer.from(value, 'hex')), all.includes(value)]).toEqual([false, false]);
    }
  });
});

describe('an index that has failed', () => {
  /** Its thread cannot be started for as long as `isBroken`. */
  class BreakableHome {
    readonly #home = matchingHomeInProcess(ASSETS);
    readonly layout = this.#home.layout;
    isBroken = false;
    kernel = this.#home.kernel;
    get thread(): string | null {
      return this.isBroken ? join(ASSETS, 'no such thread.ts') : null;
    }
  }

  test('says so, refuses imports and look-ups, and is started anew without a lock', async () => {
    const home = new BreakableHome();
    using vault = await aVault({ ports: { matchingHome: home } });
    await importList(vault.client, sums(1), { list: { name: 'one' }, reading });
    home.isBroken = true;
    await vault.restart();
    expect(await failureOf(answering(vault))).toMatchObject({ code: 'CONFLICT' });
    expect(await vault.client.lists.index()).toMatchObject({ state: 'failed' });
    expect(await failureOf(vault.client.lists.restartIndex())).toMatchObject({ code: 'CONFLICT' });
    expect(await failureOf(importList(vault.client, sums(1000), { list: { name: 'two' }, reading }))).toEqual(
      expect.objectContaining({ code: 'CONFLICT' }),
    );
    home.isBroken = false;
    expect(await vault.client.lists.restartIndex()).toMatchObject({ state: 'ready', values: COUNT });
    expect(await answering(vault)).toBe(COUNT);
    await importList(vault.client, sums(1000), { list: { name: 'two' }, reading });
    expect(await answering(vault, 1000)).toBe(COUNT);
  });

  /** The lists of a vault, and an index over them whose thread a test can end. */
  async function anIndexToEnd(): Promise<
    { index: MatchingIndex; end: () => void; heard: string[] } & Disposable
  > {
    const vault = await aVaultWithAList();
    vault.lock();
    const db = await databaseOf(vault.folder);
    const files = new MemorySegmentFiles();
    const kernel = new WebAssembly.Module(matchingHomeInProcess(ASSETS).kernel('own'));
    const ports: IndexPort[] = [];
    const heard: string[] = [];
    const index = new MatchingIndex({
      lists: new HashListStore(db),
      content: new ListContentStore(db),
      numbers: new RefNumbersStore(db, () => {}),
      numberedAnew: () => {},
      session: { announce: (...topics) => heard.push(...topics) },
      key: new Uint8Array(32).fill(7),
      start: () => {
        const port = startIndexInProcess({ kernel, layout: 'compact', files });
        ports.push(port);
        return port;
      },
    });
    return {
      index,
      heard,
      end: () => ports.at(-1)?.close(),
      [Symbol.dispose]: () => {
        index.close();
        db.close();
        vault[Symbol.dispose]();
      },
    };
  }

  const value = Buffer.from(aHash(40, 1), 'hex');
  const ask = async (index: MatchingIndex): Promise<number> =>
    (await index.exact('sha1', value)).hits.ref.length;
  const ended = { state: 'failed', fault: { problem: 'closed', words: expect.stringContaining('closed') } };

  test('because its thread ended is noticed when its state is asked for, and answers as before once restarted', async () => {
    using given = await anIndexToEnd();
    const { index, end, heard } = given;
    expect(await ask(index)).toBe(1);
    end();
    heard.length = 0;
    await expect.poll(() => index.state()).toEqual(ended);
    expect(heard).toContain('lists');
    await expect(ask(index)).rejects.toMatchObject({ failure: { code: 'CONFLICT' } });
    await index.restart();
    expect([await index.state(), await ask(index)]).toMatchObject([
      { state: 'ready', rebuiltBecause: null, values: COUNT },
      1,
    ]);
  });

  test('is restarted only after the task whose turn it is has ended, and nothing of that task goes into the new one', async () => {
    using given = await anIndexToEnd();
    const { index, end } = given;
    const leave = await index.takeTurn();
    end();
    await expect.poll(() => index.state()).toEqual(ended);
    let isBack = false;
    const restarts = [index.restart(), index.restart()];
    void restarts[0]?.then(() => {
      isBack = true;
    });
    const refs = Uint32Array.of(9_000_000);
    await expect(index.add('sha1', Uint8Array.from(value), refs)).rejects.toMatchObject({
      failure: { code: 'CONFLICT' },
    });
    expect([isBack, (await index.state()).state]).toEqual([false, 'failed' satisfies IndexState['state']]);
    leave();
    await Promise.all(restarts);
    expect([await index.state(), await ask(index)]).toMatchObject([{ state: 'ready', values: COUNT }, 1]);
  });

  test('and whose vault was locked meanwhile stays closed', async () => {
    using given = await anIndexToEnd();
    const { index, end } = given;
    await index.ready();
    end();
    await expect.poll(() => index.state()).toEqual(ended);
    index.close();
    await expect(index.restart()).rejects.toMatchObject({ failure: { code: 'LOCKED' } });
  });
});

test('look-ups are answered while an import runs, and see its list as a whole or not at all', async () => {
  using vault = await aVaultWithAList();
  const { upload, files } = await openListUpload(vault.client, [sums(1000)], {
    list: { name: 'two' },
    reading,
  });
  const run = await vault.client.lists.run({ upload });
  const rest = (async () => {
    for await (const _ of run);
  })();
  const [bytes] = files;
  await vault.client.lists.append({ upload, bytes: new Blob([bytes!.slice(0, 5000)]) });
  const before = [await answering(vault), await answering(vault, 1000)];
  const asked: Promise<number>[] = [];
  const sending = sendListFiles(vault.client, upload, [bytes!.slice(5000)]);
  let running = true;
  void rest.finally(() => {
    running = false;
  });
  while (running) {
    asked.push(answering(vault, 1000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await sending;
  expect(before).toEqual([COUNT, 0]);
  expect([...new Set(await Promise.all(asked))].filter((found) => found !== 0 && found !== COUNT)).toEqual(
    [],
  );
  expect(await answering(vault, 1000)).toBe(COUNT);
});

test('look-ups during a replacement see the old version or the new one', async () => {
  using vault = await aVault();
  const { list } = await importList(vault.client, sums(1), { reading });
  const seen = new Set<string>();
  for (let round = 0; round < 6; round++) {
    const importing = importList(vault.client, sums(round % 2 === 0 ? 1000 : 1), { list, reading });
    let running = true;
    void importing.finally(() => {
      running = false;
    });
    const values = [
      ...Array.from({ length: COUNT }, (_, i) => aHash(40, 1 + i)),
      ...Array.from({ length: COUNT }, (_, i) => aHash(40, 1000 + i)),
    ];
    while (running) {
      const { found } = await vault.client.matching.matchMany({ algorithm: 'sha1', values });
      seen.add(String(found));
    }
    await importing;
  }
  expect([...seen]).toEqual([String(COUNT)]);
});

test('PDQ are found within the distance of each list, or the one that is asked for, all of them and the nearest first', async () => {
  using vault = await aVault();
  const near = (bits: number): string => {
    const bytes = Buffer.from(aHash(64, 1), 'hex');
    for (let bit = 0; bit < bits; bit++) bytes[bit >> 3] = bytes[bit >> 3]! ^ (1 << (bit & 7));
    return bytes.toString('hex');
  };
  const pdq = (...distances: number[]): string =>
    aHashList(distances.map((bits) => ({ pdq: near(bits), quality: 100 }))).asPdq();
  await importList(vault.client, pdq(31, 5, 32, 40), { list: { name: 'wide' }, reading: { format: 'pdq' } });
  await importList(vault.client, pdq(6, 20), {
    list: { name: 'narrow', pdqDistance: 10 },
    reading: { format: 'pdq' },
  });
  const ask = async (distance?: number) =>
    (
      await vault.client.matching.match({
        algorithm: 'pdq',
        value: aHash(64, 1),
        ...(distance === undefined ? {} : { distance }),
      })
    ).matches.map((match) => [match.listName, match.distance, match.value === near(match.distance)]);
  expect(await ask()).toEqual([
    ['wide', 5, true],
    ['narrow', 6, true],
    ['wide', 31, true],
  ]);
  expect((await ask(40)).map(([, distance]) => distance)).toEqual([5, 6, 20, 31, 32, 40]);
});
