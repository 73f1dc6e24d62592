import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList } from '../../../support/a-list-import.ts';
import { aHash } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const NCMEC = { format: 'ncmec-xml' } as const;
const member = { id: '7', name: 'Example Member' };
const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
const record = (id: string, seed: number, day: number) => ({
  ...{ id, member, md5: aHash(32, seed), updatedAt: at(day) },
});
const gone = (id: string, day: number) => ({ id, member, deleted: true, updatedAt: at(day) });
const sums = (...seeds: number[]) => aHashList(seeds.map((seed) => ({ md5: aHash(32, seed) }))).asSums();
const pdq = (...seeds: number[]) =>
  aHashList(seeds.map((seed) => ({ pdq: aHash(64, seed), quality: 60 + seed }))).asPdq();

const problems = async ({ client }: AVault) => (await problemsOf(client)).map(({ what }) => what);

/** Bare values in two imports, PDQ with qualities, and records of which one was updated and one deleted. */
async function aVaultWithContent() {
  const vault = await aVault();
  const { client } = vault;
  const bare = await importList(client, sums(1, 2, 3), { list: { name: 'bare' } });
  await importList(client, sums(4), { list: bare.list, mode: 'add' });
  const near = await importList(client, pdq(21, 22), { list: { name: 'near' }, reading: { format: 'pdq' } });
  const first = aHashList([record('a', 11, 1), record('b', 12, 1), record('c', 13, 1)]).asNcmecXml();
  const records = await importList(client, first, { list: { name: 'records' }, reading: NCMEC });
  await importList(client, aHashList([record('b', 14, 2), gone('c', 2)]).asNcmecXml(), {
    ...{ list: records.list, mode: 'delta', reading: NCMEC },
  });
  return { vault, bare: bare.list, near: near.list, records: records.list };
}

describe('what stands on lists', () => {
  test('is what was signed, whatever was added, replaced, updated, deleted, disabled or removed', async () => {
    const { vault, bare, records } = await aVaultWithContent();
    using _ = vault;
    const seen = [await problems(vault)];
    await importList(vault.client, aHashList([record('a', 15, 3), gone('b', 3)]).asNcmecXml(), {
      ...{ list: records, mode: 'delta', reading: NCMEC },
    });
    await vault.client.lists.disable({ command: aCommand(), list: bare });
    await vault.restart();
    seen.push(await problems(vault));
    await importList(vault.client, sums(5), { list: bare });
    await vault.client.lists.remove({ command: aCommand(), list: records });
    seen.push(await problems(vault));
    expect(seen).toEqual([[], [], []]);
  });

  test('is compared while an import is on its way', async () => {
    const { vault, records } = await aVaultWithContent();
    using _ = vault;
    const many = Array.from({ length: 300 }, (_, i) => record(`new-${i}`, 1000 + i, 4));
    const importing = importList(vault.client, aHashList([record('a', 15, 3), ...many]).asNcmecXml(), {
      ...{ list: records, mode: 'delta', reading: NCMEC },
    });
    const found = [];
    let running = true;
    void importing.finally(() => {
      running = false;
    });
    while (running) found.push(...(await problems(vault)));
    await importing;
    expect([...found, ...(await problems(vault))]).toEqual([]);
  });

  const values = 'holds other values than were signed';
  test.each([
    [
      'a value exchanged for another',
      'bare',
      `UPDATE list_blocks SET sums = replace(sums, '${packed(1)}', '${packed(9)}')`,
      values,
    ],
    ['values that are gone', 'bare', "DELETE FROM list_blocks WHERE algorithm = 'md5'", values],
    [
      'another quality of a PDQ',
      'near',
      "UPDATE list_blocks SET qualities = 'ZGQ=' WHERE qualities IS NOT NULL",
      values,
    ],
    [
      'another value of a record',
      'records',
      `UPDATE list_records SET record = replace(record, '${aHash(32, 11)}', '${aHash(32, 9)}')`,
      values,
    ],
    [
      'a record that is gone',
      'records',
      `DELETE FROM list_records WHERE record LIKE '%${aHash(32, 11)}%'`,
      values,
    ],
    ['a tombstone that is gone', 'records', 'DELETE FROM list_records WHERE record IS NULL', values],
    [
      'a record said to be dropped',
      'records',
      'INSERT INTO list_drops (import_id, first_ref) SELECT i.id, e.first_ref FROM list_records e, list_imports i WHERE e.record IS NOT NULL LIMIT 1',
      values,
    ],
    ['records that are said not to be there', 'records', 'UPDATE list_imports SET has_records = 0', values],
    [
      'an import that is off the list',
      'bare',
      "UPDATE list_imports SET state = 'replaced' WHERE mode = 'add'",
      'holds other imports than were signed',
    ],
  ] as const)(
    'differs from what was signed by %s, and a verification names the list',
    async (_, name, sql, problem) => {
      const { vault, ...lists } = await aVaultWithContent();
      using __ = vault;
      vault.lock();
      await inDatabaseOf(vault.folder, (db) => db.execute(sql));
      await vault.unlock();
      expect(await problems(vault)).toEqual([`the hash list ${lists[name]} ${problem}`]);
    },
  );
});

/** The first two thirds of an MD5 at the beginning of a block, as its row holds them. */
function packed(seed: number): string {
  return Buffer.from(aHash(32, seed), 'hex').subarray(0, 12).toString('base64');
}
