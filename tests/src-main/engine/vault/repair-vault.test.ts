import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Repaired } from '../../../../src-main/engine/vault/repair-vault.ts';
import { aCommand } from '../../../support/a-command.ts';
import { refer } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { dropTriggers } from '../../../support/forger.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { eraseEnclosure, inDatabaseOf } from '../../../support/vault-database.ts';

async function repaired({ engine }: AVault): Promise<Repaired> {
  const steps = engine.context.vault.repair(PERSON, PASSPHRASE);
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  return step.value;
}

const databases = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.db/.test(name))
    .map((name) => name.replace(/[0-9a-f]{12}/, '…'))
    .sort();

test('rows that somebody changed are put right, an entry says which, and the old database is kept', async () => {
  using vault = await aVault();
  const { case: id } = await refer(vault, 'a');
  await refer(vault, 'b');
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    dropTriggers(db);
    db.execute("UPDATE cases SET state = 'closed'");
    db.execute('DELETE FROM reports');
  });
  const tables = [
    { table: 'cases', missing: 0, added: 0, changed: 2 },
    { table: 'reports', missing: 0, added: 2, changed: 0 },
  ];
  const done = await repaired(vault);
  expect(done).toEqual({
    entries: expect.any(Number),
    repaired: tables,
    unrestored: [],
    kept: expect.stringMatching(/^damaged-[0-9a-f]{12}\.db$/),
  });
  expect(databases(vault.folder)).toEqual(['damaged-….db', 'vault-….db']);
  const { engine, client } = anEngine(vault.folder, { clock: vault.clock });
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  const { entries } = await client.audit.entries({ kind: 'vault.repaired' });
  expect({
    said: entries.map(({ data }) => data),
    state: (await client.review.case({ id })).summary.state,
    problems: await problemsOf(client),
    doctor: (await client.vault.doctor()).filter(({ ok }) => !ok),
  }).toEqual({ said: [{ tables }], state: 'referred', problems: [], doctor: [] });
  engine.close();
});

test('a vault whose rows are as the record has them is left as it is', async () => {
  using vault = await aVault();
  await refer(vault, 'a');
  vault.lock();
  const before = databases(vault.folder);
  expect(await repaired(vault)).toEqual({
    entries: expect.any(Number),
    repaired: [],
    unrestored: [],
    kept: null,
  });
  expect(databases(vault.folder)).toEqual(before);
});

test('nothing is repaired where that could lose rows that no enclosure can give back', async () => {
  using vault = await aVault();
  await vault.client.intake.report({
    command: aCommand(),
    report: aReport().of('https://a.example/').build(),
  });
  vault.lock();
  const seq = await eraseEnclosure(vault.folder, 'intake.reported');
  const before = databases(vault.folder);
  expect(await repaired(vault)).toEqual({
    entries: expect.any(Number),
    repaired: [],
    unrestored: [{ seq, kind: 'intake.reported', why: 'lost' }],
    kept: null,
  });
  expect(databases(vault.folder)).toEqual(before);
});
