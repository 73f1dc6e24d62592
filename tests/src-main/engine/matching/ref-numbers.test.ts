import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HashListId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList } from '../../../support/a-list-import.ts';
import { aFileCase, matchedCase } from '../../../support/a-matched-vault.ts';
import { aHash } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const NCMEC = { format: 'ncmec-xml' } as const;
const member = { id: '7', name: 'Example Member' };
const record = (id: string, seed: number, day = 1) => ({
  ...{ id, member, md5: aHash(32, seed), sha1: aHash(40, seed) },
  updatedAt: `2026-01-0${day}T00:00:00.000Z`,
});

/** As if so many values had come and gone. */
async function refsUsed(vault: AVault, next: number): Promise<void> {
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => db.prepare('UPDATE list_refs SET next = ?').run([next]));
  await vault.unlock();
}

/** Lists of every kind, the later ones with high refs: bare values, records, updated and deleted ones, PDQ, one that is off. */
async function aVaultWithLists(): Promise<{ vault: AVault; records: HashListId }> {
  const vault = await aVault();
  const gone = await importList(vault.client, aHashList([{ md5: aHash(32, 90) }]).asSums(), {
    list: { name: 'gone' },
  });
  await importList(vault.client, aHashList([1, 2, 3].map((seed) => ({ md5: aHash(32, seed) }))).asSums(), {
    list: { name: 'sums' },
  });
  const { list } = await importList(
    vault.client,
    aHashList([record('a', 11), record('b', 12), record('c', 13)]).asNcmecXml(),
    { list: { name: 'records' }, reading: NCMEC },
  );
  await vault.client.lists.remove({ command: aCommand(), list: gone.list });
  // The next import crosses the half.
  await refsUsed(vault, 2 ** 30 - 1);
  await importList(
    vault.client,
    aHashList([
      record('b', 14, 2),
      { id: 'c', member, deleted: true, updatedAt: '2026-01-02T00:00:00.000Z' },
    ]).asNcmecXml(),
    { list, mode: 'delta', reading: NCMEC },
  );
  const pdq = aHashList([21, 22].map((seed) => ({ pdq: aHash(64, seed), quality: 60 + seed }))).asPdq();
  await importList(vault.client, pdq, { list: { name: 'pdq' }, reading: { format: 'pdq' } });
  const off = await importList(vault.client, aHashList([{ md5: aHash(32, 1) }]).asSums(), {
    list: { name: 'off' },
  });
  await vault.client.lists.disable({ command: aCommand(), list: off.list });
  return { vault, records: list };
}

const ASKED = [
  ...[1, 3, 11, 12, 13, 14, 90].map((seed) => ({ algorithm: 'md5' as const, value: aHash(32, seed) })),
  ...[11, 14].map((seed) => ({ algorithm: 'sha1' as const, value: aHash(40, seed) })),
  ...[21, 22].map((seed) => ({ algorithm: 'pdq' as const, value: aHash(64, seed) })),
];

/** Everything the lists answer; refs apart, which are others afterwards. */
async function answers({ client }: AVault) {
  const all = [];
  for (const asked of ASKED) all.push((await client.matching.match(asked)).matches);
  return {
    refs: all.flat().map(({ ref }) => ref),
    answers: all.map((matches) => matches.map(({ ref, ...match }) => match)),
  };
}

describe('when more than half of the refs were given out', () => {
  test('those in use are numbered anew from 1 at the next unlock, and every list answers as before', async () => {
    const { vault } = await aVaultWithLists();
    using _ = vault;
    const before = await answers(vault);
    await vault.restart();
    const after = await answers(vault);
    expect(Math.max(...before.refs)).toBeGreaterThan(2 ** 30);
    expect([...new Set(after.refs)].sort((a, b) => a - b).at(-1)).toBeLessThan(20);
    expect(after.answers).toEqual(before.answers);
    expect(await vault.client.lists.index()).toMatchObject({ state: 'ready', rebuiltBecause: 'behind' });
    expect(await problemsOf(vault.client)).toEqual([]);
    await vault.restart();
    expect(await answers(vault)).toEqual(after);
    expect(await vault.client.lists.index()).toMatchObject({ state: 'ready', rebuiltBecause: null });
  });

  test('imports go on: records are updated and deleted by their ids, values are not taken twice', async () => {
    const { vault, records } = await aVaultWithLists();
    using _ = vault;
    await vault.restart();
    const result = await importList(
      vault.client,
      aHashList([record('a', 15, 3), record('b', 16, 1), record('c', 13, 1), record('d', 17)]).asNcmecXml(),
      { list: records, mode: 'delta', reading: NCMEC },
    );
    expect([result.added, result.updated, result.records]).toEqual([2, 1, 3]);
    const held = async (seed: number) =>
      (await vault.client.matching.match({ algorithm: 'md5', value: aHash(32, seed) })).matches.map(
        ({ record }) => record,
      );
    expect(await Promise.all([11, 13, 14, 15, 16, 17].map(held))).toEqual([[], [], ['b'], ['a'], [], ['d']]);
  });

  test('what lists know of cases still points at their records', async () => {
    const { vault } = await aVaultWithLists();
    using _ = vault;
    const ids = [
      await aFileCase(vault, { md5: aHash(32, 3) }),
      await aFileCase(vault, { md5: aHash(32, 14) }),
    ];
    const known = async () =>
      (await Promise.all(ids.map((id) => matchedCase(vault, id)))).map(({ matches }) => matches);
    const before = await known();
    await vault.restart();
    await answers(vault);
    const after = await known();
    expect(before.map(({ length }) => length)).toEqual([1, 1]);
    const withoutRef = (all: typeof before) => all.map((one) => one.map(({ ref, ...match }) => match));
    expect(withoutRef(after)).toEqual(withoutRef(before));
    expect(after.flat().every(({ ref }) => ref > 0 && ref < 20)).toBe(true);
  });

  test('files of the numbering before are not taken for the index, whenever it ended', async () => {
    const { vault } = await aVaultWithLists();
    using _ = vault;
    const before = await answers(vault);
    vault.lock();
    const folder = join(vault.folder, readdirSync(vault.folder).find((name) => name.startsWith('index-'))!);
    cpSync(folder, `${folder}.kept`, { recursive: true });
    await vault.unlock();
    await answers(vault);
    vault.lock();
    // As if it had ended between the numbering and the saving.
    rmSync(folder, { recursive: true });
    cpSync(`${folder}.kept`, folder, { recursive: true });
    rmSync(`${folder}.kept`, { recursive: true });
    await vault.unlock();
    expect((await answers(vault)).answers).toEqual(before.answers);
    expect(await vault.client.lists.index()).toMatchObject({ state: 'ready', rebuiltBecause: 'behind' });
  });
});

test('an import for which no refs are left is taken all the same: those in use are numbered anew first', async () => {
  using vault = await aVault();
  const sums = aHashList([51, 52, 53].map((seed) => ({ md5: aHash(32, seed) }))).asSums();
  const { list } = await importList(vault.client, aHashList([{ md5: aHash(32, 50) }]).asSums());
  await refsUsed(vault, 2 ** 31 - 2);
  expect((await importList(vault.client, sums, { list, mode: 'add' })).records).toBe(4);
});
