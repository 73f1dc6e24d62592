import { describe, expect, test } from 'vitest';
import { faultText } from '../../../../src-main/host-cli/terminal/fault-text.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList, type WrittenRecord } from '../../../support/a-hash-list.ts';
import { importList, listImportSteps, openListUpload } from '../../../support/a-list-import.ts';
import { aHash } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const SUMS = aHashList([{ md5: aHash(32, 1) }, { md5: aHash(32, 2) }, { md5: aHash(32, 3) }]).asSums();

/** Names of lists that answer for an MD5. */
const listsOf = async ({ client }: AVault, seed: number): Promise<string[]> =>
  (await client.matching.match({ algorithm: 'md5', value: aHash(32, seed) })).matches.map(
    ({ listName }) => listName,
  );

const ncmec = (records: readonly WrittenRecord[]): string => aHashList(records).asNcmecXml();

describe('an import', () => {
  test('of sums makes a list that answers, and says so in the record', async () => {
    using vault = await aVault();
    const result = await importList(vault.client, SUMS, { list: { name: 'Sums', owner: 'Example' } });
    const [list] = await vault.client.lists.list();
    const { matches } = await vault.client.matching.match({ algorithm: 'md5', value: aHash(32, 2) });
    const { entries } = await vault.client.audit.entries({ kind: 'list.imported' });
    expect({ ...result, import: '', list: '' }).toEqual({
      list: '',
      name: 'Sums',
      import: '',
      version: 1,
      records: 3,
      added: 3,
      updated: 0,
      deleted: 0,
      values: 3,
      lowQuality: 0,
      notKept: {},
      isIncomplete: false,
      refused: [],
      refusedTotal: 0,
      notices: [],
      noticeCounts: {},
      alreadyImported: false,
    });
    expect(list).toMatchObject({
      id: result.list,
      name: 'Sums',
      owner: 'Example',
      version: 1,
      enabled: true,
      isStale: true,
      counts: { records: 3, urls: 0, hashes: { md5: 3 } },
    });
    expect(matches).toEqual([
      {
        list: result.list,
        listName: 'Sums',
        trust: 'medium',
        meaning: 'baseline',
        record: aHash(32, 2),
        value: aHash(32, 2),
        ref: matches[0]?.ref,
        algorithm: 'md5',
        distance: 0,
        quality: null,
        classification: null,
        tags: [],
        member: null,
        updatedAt: null,
      },
    ]);
    expect(entries.map(({ data }) => data)).toEqual([
      expect.objectContaining({
        list: result.list,
        name: 'Sums',
        meaning: 'baseline',
        version: 1,
        mode: 'replace',
      }),
    ]);
  });

  test('that replaces leaves nothing of the version before', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const { records, version } = await importList(vault.client, aHashList([{ md5: aHash(32, 9) }]).asSums(), {
      list,
    });
    expect({ records, version, one: await listsOf(vault, 1), nine: await listsOf(vault, 9) }).toEqual({
      records: 1,
      version: 2,
      one: [],
      nine: ['list'],
    });
    const history = await vault.client.lists.imports({ list });
    expect(history.map(({ version, isCurrent }) => ({ version, isCurrent }))).toEqual([
      { version: 2, isCurrent: true },
      { version: 1, isCurrent: false },
    ]);
  });

  test('that adds keeps what is there and takes nothing twice', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const more = aHashList([{ md5: aHash(32, 3) }, { md5: aHash(32, 4) }]).asSums();
    const { records, added } = await importList(vault.client, more, { list, mode: 'add' });
    expect({ records, added, one: await listsOf(vault, 1), four: await listsOf(vault, 4) }).toEqual({
      records: 4,
      added: 1,
      one: ['list'],
      four: ['list'],
    });
  });

  test('that adds takes no PDQ twice either, and leaves each its quality', async () => {
    using vault = await aVault();
    const pdq = (...seeds: number[]): string =>
      aHashList(seeds.map((seed) => ({ pdq: aHash(64, seed), quality: 60 + seed }))).asPdq();
    const reading = { format: 'pdq' } as const;
    const { list } = await importList(vault.client, pdq(1, 2, 3), { reading });
    const { records, added } = await importList(vault.client, pdq(3, 4, 1, 5), {
      list,
      mode: 'add',
      reading,
    });
    const of = async (seed: number) =>
      (
        await vault.client.matching.match({ algorithm: 'pdq', value: aHash(64, seed), distance: 0 })
      ).matches.map(({ value, quality }) => [value, quality]);
    expect([records, added, ...(await Promise.all([1, 3, 4, 5].map(of)))]).toEqual([
      5,
      2,
      ...[1, 3, 4, 5].map((seed) => [[aHash(64, seed), 60 + seed]]),
    ]);
  });

  test('of the same files changes nothing', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const again = await importList(vault.client, SUMS, { list });
    expect(again).toMatchObject({ alreadyImported: true, version: 1, records: 3, added: 0 });
    expect((await vault.client.lists.imports({ list })).length).toBe(1);
  });

  test('of NCMEC pages updates by member and id, in any order of time, and tombstones take out', async () => {
    using vault = await aVault();
    const member = { id: '7', name: 'Example Member' };
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
    const reading = { format: 'ncmec-xml' } as const;
    const { list, ...first } = await importList(
      vault.client,
      [
        ncmec([
          { id: 'a', member, md5: aHash(32, 1), updatedAt: at(2), classification: 'A1' },
          { id: 'b', member, md5: aHash(32, 2), updatedAt: at(2) },
          { id: 'c', member, md5: aHash(32, 3), updatedAt: at(2) },
        ]),
        ncmec([{ id: 'a', member, md5: aHash(32, 9), updatedAt: at(1) }]),
      ],
      { reading },
    );
    expect([first.records, first.updated, first.deleted]).toEqual([3, 0, 0]);
    const delta = await importList(
      vault.client,
      ncmec([
        { id: 'a', member, md5: aHash(32, 4), updatedAt: at(3), classification: 'A2' },
        { id: 'b', member, deleted: true, updatedAt: at(3) },
        { id: 'c', member, deleted: true, updatedAt: at(1) },
      ]),
      { list, mode: 'delta', reading },
    );
    expect([delta.records, delta.updated, delta.deleted]).toEqual([2, 1, 1]);
    const late = await importList(
      vault.client,
      ncmec([{ id: 'b', member, md5: aHash(32, 2), updatedAt: at(2) }]),
      {
        list,
        mode: 'delta',
        reading,
      },
    );
    expect([late.records, late.added]).toEqual([2, 0]);
    expect(await Promise.all([1, 2, 3, 4, 9].map((seed) => listsOf(vault, seed)))).toEqual([
      [],
      [],
      ['list'],
      ['list'],
      [],
    ]);
    const { matches } = await vault.client.lists.find({ value: aHash(32, 4) });
    expect(matches).toMatchObject([
      { record: 'a', classification: 'A2', member: 'Example Member', updatedAt: at(3) },
    ]);
    await vault.restart();
    expect(await listsOf(vault, 1)).toEqual([]);
    expect(await listsOf(vault, 4)).toEqual(['list']);
  });

  test('of a file that cannot be read to its end is refused as a whole, with its place', async () => {
    using vault = await aVault();
    const member = { id: '7', name: 'Example Member' };
    const good = ncmec([{ id: 'a', member, md5: aHash(32, 1) }]);
    const steps = await listImportSteps(vault.client, [good, good.slice(0, -20)], {
      reading: { format: 'ncmec-xml' },
    });
    expect(steps.at(-1)).toMatchObject({ phase: 'refused', refusedTotal: 1, refused: [{ file: 'file 2' }] });
    expect(await vault.client.lists.list()).toEqual([]);
    expect(await listsOf(vault, 1)).toEqual([]);
  });

  test('quarantines bad lines with their places and takes the others', async () => {
    using vault = await aVault();
    const result = await importList(vault.client, `${aHash(32, 1)}  a\nnot a sum\n${aHash(32, 2)}  b\n`);
    expect(result).toMatchObject({ records: 2, refusedTotal: 1, refused: [{ file: 'file 1', row: 2 }] });
    expect(await vault.client.lists.refusals({ import: result.import })).toEqual(result.refused);
  });

  test('quarantines bad fields of a document with their record and their line', async () => {
    using vault = await aVault();
    const page = ncmec([
      { id: 'a', member: { id: '7', name: 'Example Member' }, md5: aHash(32, 1), sha1: 'none' },
    ]);
    const result = await importList(vault.client, page, { reading: { format: 'ncmec-xml' } });
    const line = page.split('\n').findIndex((text) => text.includes('none')) + 1;
    expect(await vault.client.lists.refusals({ import: result.import })).toEqual([
      {
        file: 'file 1',
        row: 1,
        line,
        field: 'sha1',
        reason: 'bad-hash',
        detail: { code: 'needs-hex-digits', digits: 40 },
      },
    ]);
  });

  test('that is cancelled changes nothing, and the next one goes well', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const { upload, files } = await openListUpload(vault.client, [SUMS.replaceAll('file', 'other')], {
      list,
    });
    const run = await vault.client.lists.run({ upload });
    await run.next();
    await vault.client.lists.append({ upload, bytes: new Blob([files[0]!.slice(0, 50)]) });
    const rest = (async () => {
      for await (const _ of run);
    })();
    await vault.client.lists.cancel({ upload });
    expect((await failureOf(rest)).code).toBe('CONFLICT');
    expect(await listsOf(vault, 1)).toEqual(['list']);
    expect(
      (await importList(vault.client, aHashList([{ md5: aHash(32, 9) }]).asSums(), { list })).records,
    ).toBe(1);
    await vault.restart();
    expect([await listsOf(vault, 1), await listsOf(vault, 9)]).toEqual([[], ['list']]);
  });

  test('that a lock interrupts leaves the version before', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const { upload, files } = await openListUpload(
      vault.client,
      [aHashList([{ md5: aHash(32, 9) }]).asSums()],
      {
        list,
      },
    );
    const run = await vault.client.lists.run({ upload });
    const rest = (async () => {
      for await (const _ of run);
    })().catch(() => {});
    await vault.client.lists.append({ upload, bytes: new Blob([files[0]!.slice(0, 50)]) });
    await vault.restart();
    await rest;
    expect([await listsOf(vault, 1), await listsOf(vault, 9)]).toEqual([['list'], []]);
    vault.lock();
    expect(
      await inDatabaseOf(vault.folder, (db) =>
        db.prepare("SELECT 1 FROM list_imports WHERE state = 'staged'").all(),
      ),
    ).toEqual([]);
  });

  test('waits for the one before it', async () => {
    using vault = await aVault();
    const [one, two] = await Promise.all([
      importList(vault.client, SUMS, { list: { name: 'one' } }),
      importList(vault.client, aHashList([{ md5: aHash(32, 1) }]).asSums(), { list: { name: 'two' } }),
    ]);
    expect([one.records, two.records]).toEqual([3, 1]);
    expect((await listsOf(vault, 1)).sort()).toEqual(['one', 'two']);
  });
});

describe('a list', () => {
  test('that is disabled does not answer until it is enabled; each is signed', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    await vault.client.lists.disable({ command: aCommand(), list });
    const disabled = await listsOf(vault, 1);
    await vault.client.lists.enable({ command: aCommand(), list });
    expect([disabled, await listsOf(vault, 1)]).toEqual([[], ['list']]);
    const { entries } = await vault.client.audit.entries({ kind: 'list.changed' });
    expect(entries.map(({ data }) => [data.enabled, data.changed])).toEqual([
      [true, ['enabled']],
      [false, ['enabled']],
    ]);
  });

  test('that is removed is gone, with its rows and its memory', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const before = await vault.client.lists.index();
    await vault.client.lists.remove({ command: aCommand(), list });
    const after = await vault.client.lists.index();
    expect([before, after]).toMatchObject([
      { state: 'ready', values: 3 },
      { state: 'ready', values: 0, bytes: 0 },
    ]);
    expect([await vault.client.lists.list(), await listsOf(vault, 1)]).toEqual([[], []]);
    vault.lock();
    const rows = await inDatabaseOf(vault.folder, (db) => db.prepare('SELECT * FROM list_blocks').all());
    expect(rows).toEqual([]);
  });

  test('is changed only in the named details, under a name that no other list has', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    await importList(vault.client, SUMS, { list: { name: 'Other' } });
    await vault.client.lists.change({
      command: aCommand(),
      list,
      changes: { trust: 'high', asOf: '2026-11-01' },
    });
    const taken = vault.client.lists.change({ command: aCommand(), list, changes: { name: 'OTHER' } });
    expect((await failureOf(taken)).code).toBe('CONFLICT');
    expect((await vault.client.lists.list()).find(({ id }) => id === list)).toMatchObject({
      name: 'list',
      trust: 'high',
      asOf: '2026-11-01',
      pdqDistance: 31,
    });
  });

  test('is compared with the others: what they share, and what one calls illegal and the other legal', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    await importList(vault.client, aHashList([{ md5: aHash(32, 1) }]).asSums(), {
      list: { name: 'legal', meaning: 'known-legal' },
    });
    const steps = [];
    for await (const step of await vault.client.lists.compare({ list })) steps.push(step);
    expect(steps.at(-1)).toMatchObject({
      phase: 'done',
      comparison: {
        compared: 3,
        overlap: [{ name: 'legal', shared: 1 }],
        conflicts: [{ algorithm: 'md5', value: aHash(32, 1) }],
        conflictTotal: 1,
      },
    });
  });

  test('whose row was changed in the database is named by a verification', async () => {
    using vault = await aVault();
    const { list } = await importList(vault.client, SUMS);
    const problems = async () => {
      for await (const step of await vault.client.audit.verify({})) {
        if (step.phase === 'done') return step.report.problems.map(({ fault }) => faultText(fault));
      }
      return null;
    };
    expect(await problems()).toEqual([]);
    for (const change of [
      "meaning = 'known-legal'",
      'enabled = 0',
      `counts = '{"records":1,"urls":0,"hashes":{"md5":1}}'`,
    ]) {
      vault.lock();
      await inDatabaseOf(vault.folder, (db) => db.execute(`UPDATE hash_lists SET ${change}`));
      await vault.unlock();
      expect(await problems()).toEqual([expect.stringContaining(`the hash list ${list} has another`)]);
      vault.lock();
      await inDatabaseOf(vault.folder, (db) =>
        db.execute(
          `UPDATE hash_lists SET meaning = 'baseline', enabled = 1, counts = '{"records":3,"urls":0,"hashes":{"md5":3}}'`,
        ),
      );
      await vault.unlock();
    }
  });
});
