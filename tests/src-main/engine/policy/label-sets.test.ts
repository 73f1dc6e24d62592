import { expect, test } from 'vitest';
import { LabelSet } from '../../../../shared/domain/label-set.ts';
import { canonicalText } from '../../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../../../src-main/exchange/sha256-hex.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aLabelSet } from '../../../support/a-label-set.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { countIn, inDatabaseOf } from '../../../support/vault-database.ts';

const load = ({ client }: AVault, text: string) => client.policy.loadLabels({ command: aCommand(), text });
const fileOf = (change: Parameters<typeof aLabelSet>[0] = {}) =>
  `${JSON.stringify(aLabelSet(change), null, 2)}\n`;
const refusal = (field: string | null, reason: string, code: string) => ({
  code: 'REFUSED',
  data: { refusals: [{ row: null, field, reason, detail: { code } }] },
});

test('a supervisor loads a set of labels, which is listed and stands in the ledger with the digest of its file', async () => {
  using vault = await aVault();
  const counts = { id: 'made-up', groups: 2, labels: 3, withoutIccam: 1 };
  expect(await load(vault, fileOf())).toEqual({ ...counts, version: 1 });
  expect(await load(vault, fileOf({ version: 3 }))).toEqual({ ...counts, version: 3 });
  await load(vault, fileOf({ id: 'another', version: 2 }));
  const loaded = await vault.client.policy.labelSets();
  expect(loaded.map(({ set }) => [set.id, set.version])).toEqual([
    ['another', 2],
    ['made-up', 3],
    ['made-up', 1],
  ]);
  expect(loaded[2]).toEqual({
    set: LabelSet.parse(aLabelSet()),
    fileSha256: sha256Hex(fileOf()),
    loadedAt: new Date(vault.clock.nowMs()).toISOString(),
    loadedBy: vault.session.person.id,
  });
  const { entries } = await vault.client.audit.entries({ kind: 'labels.loaded' });
  expect(entries.at(-1)?.data).toEqual({
    ...{ id: 'made-up', version: 1, groups: 2, labels: 3 },
    fileSha256: sha256Hex(fileOf()),
    sha256: sha256Hex(canonicalText(LabelSet.parse(aLabelSet()))),
    body: LabelSet.parse(aLabelSet()),
  });
});

test('a file that is not taken changes nothing, and every fault has its place', async () => {
  using vault = await aVault();
  await load(vault, fileOf({ version: 2 }));
  expect([
    await failureOf(load(vault, '{')),
    await failureOf(load(vault, fileOf({ version: 2 }))),
    await failureOf(load(vault, fileOf({ version: 1 }))),
    await failureOf(load(vault, fileOf({ id: 'No id' }))),
    await failureOf(load(vault, fileOf({ format: 'hashline-policy/1' }))),
  ]).toMatchObject([
    refusal(null, 'bad-json', 'not-json'),
    refusal('version', 'bad-value', 'version-not-later'),
    refusal('version', 'bad-value', 'version-not-later'),
    refusal('id', 'bad-value', 'malformed'),
    refusal('format', 'bad-value', 'not-among'),
  ]);
  expect((await vault.client.policy.labelSets()).length).toBe(1);
});

test('an analyst sees the sets and loads none', async () => {
  using vault = await aVault({ staff: [['Ann', 'analyst']] });
  await load(vault, fileOf());
  await atWork(vault, 'Ann');
  expect((await vault.client.policy.labelSets()).length).toBe(1);
  expect(await failureOf(load(vault, fileOf({ version: 2 })))).toEqual({
    code: 'NOT_PERMITTED',
    data: { duty: 'manage-policy' },
  });
});

test('the record verifies, and makes the same rows again', async () => {
  using vault = await aVault();
  using elsewhere = aFolder();
  await load(vault, fileOf());
  await load(vault, fileOf({ version: 2 }));
  expect(await problemsOf(vault.client)).toEqual([]);
  await rebuiltFrom(vault, elsewhere.path);
  expect(await recordedDifferences(vault.folder, elsewhere.path)).toEqual([]);
  const kept = await inDatabaseOf(elsewhere.path, (db) =>
    countIn(db, 'SELECT count(*) AS n FROM label_sets'),
  );
  expect(kept).toBe(2);
});

test('a loaded set is neither changed nor deleted', async () => {
  using vault = await aVault();
  await load(vault, fileOf());
  vault.lock();
  for (const sql of ['UPDATE label_sets SET version = 9', 'DELETE FROM label_sets'])
    await expect(inDatabaseOf(vault.folder, (db) => db.prepare(sql).run())).rejects.toThrow(/is never/);
});
