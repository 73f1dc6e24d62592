import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList } from '../../../support/a-list-import.ts';
import {
  aFileCase,
  aListOf,
  matched,
  matchedCase,
  withBitsFlipped,
} from '../../../support/a-matched-vault.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { importFile } from '../../../support/an-import.ts';

const MD5 = aHash(32, 1);
const SHA1 = aHash(40, 2);
const SHA256 = aHash(64, 3);
const PDQ = aHash(64, 4);
const PHOTODNA = 'B'.repeat(192);

/** What matters of the matches of a case, in the order they are shown. */
const matchesOf = async (vault: AVault, id: Awaited<ReturnType<typeof aFileCase>>) =>
  (await matchedCase(vault, id)).matches.map(({ listName, record, algorithm, distance }) => [
    listName,
    record,
    algorithm,
    distance,
  ]);

const completed = async ({ client }: AVault) =>
  (await client.audit.entries({ kind: 'matching.completed' })).entries.map(({ data }) => data);

describe('a new case', () => {
  test('is matched against every enabled list by all its values', async () => {
    using vault = await aVault();
    await aListOf(
      vault,
      [
        { id: 'md5', md5: MD5 },
        { id: 'sha1', sha1: SHA1 },
        { id: 'photodna', photodna: PHOTODNA },
        { id: 'other', md5: aHash(32, 9) },
      ],
      { name: 'A' },
    );
    await importList(
      vault.client,
      aHashList([{ pdq: withBitsFlipped(PDQ, 31) }, { pdq: withBitsFlipped(PDQ, 32) }]).asPdq(),
      {
        list: { name: 'B' },
        reading: { format: 'pdq' },
      },
    );
    await importList(vault.client, `${SHA256}  x\n`, {
      list: { name: 'C' },
      reading: { format: 'sums', algorithm: 'sha256' },
    });
    const id = await aFileCase(vault, { md5: MD5, sha1: SHA1, sha256: SHA256, pdq: PDQ, photodna: PHOTODNA });
    expect((await matchesOf(vault, id)).sort()).toEqual([
      ['A', 'md5', 'md5', 0],
      ['A', 'photodna', 'photodna', 0],
      ['A', 'sha1', 'sha1', 0],
      ['B', withBitsFlipped(PDQ, 31), 'pdq', 31],
      ['C', SHA256, 'sha256', 0],
    ]);
  });

  test('known by its address is matched by that', async () => {
    using vault = await aVault();
    await importList(vault.client, 'url\nhttps://Known.example:443/a?b#c\n', {
      list: { name: 'Addresses' },
      reading: { format: 'csv', mapping: { delimiter: ',', header: true, columns: { url: 'url' } } },
    });
    const report = (url: string) =>
      vault.client.intake.report({ command: aCommand(), report: aReport().of(url).build() });
    const [known] = (await report('http://known.example/a?b')).cases;
    const [other] = (await report('http://known.example/a?c')).cases;
    expect([await matchesOf(vault, known!.id), await matchesOf(vault, other!.id)]).toEqual([
      [['Addresses', 'known.example/a?b', 'url', 0]],
      [],
    ]);
  });

  test('that matches a trusted baseline list is known, marked and no possible new victim', async () => {
    using vault = await aVault();
    await aListOf(vault, [{ id: 'one', md5: MD5, classification: 'A1' }]);
    const known = await aFileCase(vault, { md5: MD5 });
    const again = await aFileCase(vault, { md5: MD5 });
    const { summary, matched: opinion, proposal, matches } = await matchedCase(vault, known);
    expect(again).toBe(known);
    expect(summary.knownAs).toBe('baseline');
    expect(summary.why.map(({ code }) => code)).toContain('known-baseline');
    expect(summary.why.map(({ code }) => code)).not.toContain('possible-new-victim');
    expect(opinion).toEqual({
      meaning: 'baseline',
      trust: 'high',
      suppressed: false,
      conflict: false,
      knownAs: 'baseline',
      isPending: false,
      total: 1,
    });
    expect(proposal).toEqual({
      legality: 'illegal',
      classification: 'baseline',
      reasons: [],
      because: 'trusted',
    });
    expect(matches).toEqual([
      expect.objectContaining({
        caseValue: MD5,
        value: MD5,
        classification: 'A1',
        standing: 'counts',
        verdict: null,
        history: [],
        quarantine: null,
      }),
    ]);
    const queue = await vault.client.review.queue({ knownAs: 'baseline' });
    expect(queue.cases.map((record) => record.id)).toEqual([known]);
    expect((await vault.client.review.queue({ knownAs: 'national' })).cases).toEqual([]);
  });

  test('that gains a hash from a later report is matched by that too', async () => {
    using vault = await aVault();
    await aListOf(vault, [{ id: 'one', sha1: SHA1 }]);
    const id = await aFileCase(vault, { md5: MD5 });
    expect(await matchesOf(vault, id)).toEqual([]);
    await aFileCase(vault, { md5: MD5, sha1: SHA1 });
    expect(await matchesOf(vault, id)).toEqual([['list', 'one', 'sha1', 0]]);
  });

  test('that takes another in keeps what lists know of both', async () => {
    using vault = await aVault();
    await aListOf(vault, [
      { id: 'one', md5: MD5 },
      { id: 'two', sha1: SHA1 },
    ]);
    const first = await aFileCase(vault, { md5: MD5 });
    vault.clock.advance(1);
    await aFileCase(vault, { sha1: SHA1 });
    await matched(vault);
    await aFileCase(vault, { md5: MD5, sha1: SHA1 });
    expect((await matchesOf(vault, first)).map(([, record]) => record).sort()).toEqual(['one', 'two']);
  });
});

describe('the backlog', () => {
  test('is matched as soon as a list is there, with one record in the record', async () => {
    using vault = await aVault();
    const ids = [];
    for (let seed = 1; seed <= 12; seed++) ids.push(await aFileCase(vault, { md5: aHash(32, seed) }));
    await aListOf(vault, [
      { id: 'one', md5: aHash(32, 3) },
      { id: 'two', md5: aHash(32, 5) },
    ]);
    await matched(vault);
    const known = await vault.client.review.queue({ knownAs: 'baseline' });
    expect(known.cases.map(({ id }) => id).sort()).toEqual([ids[2], ids[4]].sort());
    expect(await completed(vault)).toEqual([expect.objectContaining({ cases: 12, matched: 2, matches: 2 })]);
    expect(await vault.client.matching.progress()).toEqual({ state: 'idle' });
    expect((await vault.client.lists.list()).map(({ recentHits }) => recentHits)).toEqual([2]);
    vault.clock.advance(31 * 86_400_000);
    expect((await vault.client.lists.list()).map(({ recentHits }) => recentHits)).toEqual([0]);
  });

  test('counts a case once in 30 days as a hit of a list, however often that was disabled meanwhile', async () => {
    using vault = await aVault();
    const { client } = vault;
    const id = await aFileCase(vault, { md5: MD5 });
    const { list } = await aListOf(vault, [{ id: 'one', md5: MD5 }]);
    const hits = async () => {
      await matchedCase(vault, id);
      return (await client.lists.list())[0]?.recentHits;
    };
    const offAndOn = async () => {
      await client.lists.disable({ command: aCommand(), list });
      await hits();
      await client.lists.enable({ command: aCommand(), list });
    };
    const seen = [await hits()];
    await offAndOn();
    seen.push(await hits());
    vault.clock.advance(31 * 86_400_000);
    seen.push(await hits());
    await offAndOn();
    seen.push(await hits());
    expect(seen).toEqual([1, 1, 0, 1]);
  });

  test('forgets a list that is disabled, knows it again when enabled, and forgets it for good when removed', async () => {
    using vault = await aVault();
    const { client } = vault;
    const id = await aFileCase(vault, { md5: MD5 });
    const { list } = await aListOf(vault, [{ id: 'one', md5: MD5 }]);
    const known = async () => {
      const { matches, summary } = await matchedCase(vault, id);
      return [matches.length, summary.knownAs];
    };
    const seen = [await known()];
    await client.lists.disable({ command: aCommand(), list });
    seen.push(await known());
    await client.lists.enable({ command: aCommand(), list });
    seen.push(await known());
    await client.lists.remove({ command: aCommand(), list });
    seen.push(await known());
    expect(seen).toEqual([
      [1, 'baseline'],
      [0, null],
      [1, 'baseline'],
      [0, null],
    ]);
  });

  test('is matched anew when a list has another distance', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, aHashList([{ pdq: withBitsFlipped(PDQ, 20) }]).asPdq(), {
      reading: { format: 'pdq' },
    });
    const id = await aFileCase(vault, { pdq: PDQ });
    expect(await matchesOf(vault, id)).toHaveLength(1);
    await vault.client.lists.change({ command: aCommand(), list, changes: { pdqDistance: 19 } });
    expect(await matchesOf(vault, id)).toEqual([]);
  });

  test('goes on where a restart came between: nothing lost, nothing counted twice', async () => {
    using vault = await aVault();
    const count = 1500;
    await importFile(vault.client, reportsOf(count), { name: 'reports.jsonl' });
    await importList(
      vault.client,
      aHashList(Array.from({ length: count }, (_, seed) => ({ md5: aHash(32, seed + 1) }))).asSums(),
      { list: { trust: 'high' } },
    );
    const run = () => vault.client.matching.progress();
    let stopped = await run();
    while (stopped.state !== 'matching' || stopped.done === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      stopped = await run();
    }
    await vault.restart();
    const after = await run();
    expect(after).toMatchObject({ state: 'matching', total: count });
    await matched(vault);
    expect({
      completed: await completed(vault),
      known: (await vault.client.review.queue({ knownAs: 'baseline' })).total,
    }).toEqual({
      completed: [expect.objectContaining({ cases: count, matched: count, matches: count })],
      known: count,
    });
  });

  test('lets the queue be asked between its batches', async () => {
    using vault = await aVault();
    await importFile(vault.client, reportsOf(4000), { name: 'reports.jsonl' });
    const answered = new Set<number>();
    let isDone = false;
    const done = importList(vault.client, `${aHash(32, 7)}  x\n`)
      .then(() => matched(vault))
      .finally(() => {
        isDone = true;
      });
    while (!isDone) {
      const { total } = await vault.client.review.queue({ limit: 10 });
      const progress = await vault.client.matching.progress();
      if (total === 4000 && progress.state === 'matching') answered.add(progress.done);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
    expect(answered.size).toBeGreaterThan(3);
  });
});

/** Reports of files known by an MD5 each. */
const reportsOf = (count: number): string =>
  Array.from({ length: count }, (_, seed) => {
    const report = aReport()
      .ofFile({ md5: aHash(32, seed + 1) })
      .build();
    return JSON.stringify({ format: 'hashline-report/1', ...report });
  }).join('\n');
