import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { COMPARISON_FILE } from '../../../../src-main/engine/vault/compare-rows.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aScartFile } from '../../../bench/a-scart-file.ts';
import { aCommand } from '../../../support/a-command.ts';
import { workAtRandom } from '../../../support/a-random-session.ts';
import { refer } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { REVIEWERS } from '../../../support/a-reviewed-vault.ts';
import { anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { importFile } from '../../../support/an-import.ts';
import { dropTriggers } from '../../../support/forger.ts';
import { problemsOf, verifyReportOf } from '../../../support/problems-of.ts';
import { eraseEnclosure, inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);

test(`verification finds nothing wrong in a vault of honest work (seed ${SEED})`, async () => {
  await using desk = await aDesk();
  using vault = await aVault({ secondReview: 0.5, graceSeconds: 600, staff: REVIEWERS });
  await workAtRandom(vault, seededRandom(SEED), 150, desk);
  expect(await problemsOf(vault.client)).toEqual([]);
}, 120_000);

test.each([
  ['DELETE FROM reports', 'rows of reports are not as the record has them: 2 missing, 0 too many, 0 changed'],
  [
    "UPDATE reports SET source = 'https://other.example/' WHERE id = (SELECT max(id) FROM reports)",
    'rows of reports are not as the record has them: 0 missing, 0 too many, 1 changed',
  ],
  [
    'DELETE FROM sightings',
    'rows of sightings are not as the record has them: 2 missing, 0 too many, 0 changed',
  ],
  [
    "UPDATE referrals SET delivered_at = '2026-01-01T00:00:00.000Z'",
    'rows of referrals are not as the record has them: 0 missing, 0 too many, 2 changed',
  ],
  [
    "INSERT INTO case_keys (key, case_id) SELECT 'x', min(id) FROM cases",
    'rows of case_keys are not as the record has them: 0 missing, 1 too many, 0 changed',
  ],
])('verification sees what no entry caused: %s', async (change, problem) => {
  using vault = await aVault();
  await refer(vault, 'a');
  await refer(vault, 'b');
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    dropTriggers(db);
    db.execute(change);
  });
  const { engine, client } = anEngine(vault.folder, { clock: vault.clock });
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  expect(await problemsOf(client)).toEqual([{ seq: null, what: problem }]);
  engine.close();
});

test('an enclosure that is gone is named, whatever the rows say', async () => {
  using vault = await aVault();
  const report = aReport().of('https://a.example/').build();
  await vault.client.intake.report({ command: aCommand(), report });
  vault.lock();
  const seq = await eraseEnclosure(vault.folder, 'intake.reported');
  const { engine, client } = anEngine(vault.folder, { clock: vault.clock });
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  expect(await problemsOf(client)).toContainEqual({ seq, what: 'its rows cannot be compared with it' });
  engine.close();
});

test('rows of a file that were changed with the reports made from them do not fit what was signed', async () => {
  using vault = await aVault();
  await importFile(vault.client, aScartFile(3), { name: 'three.csv' });
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    dropTriggers(db);
    db.execute("UPDATE batch_rows SET rows = replace(rows, 'REF-1', 'REF-9')");
  });
  const { engine, client } = anEngine(vault.folder, { clock: vault.clock });
  await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
  expect(await problemsOf(client)).toEqual([
    { seq: null, what: expect.stringMatching(/^the file of the import .* has other rows than were signed$/) },
  ]);
  engine.close();
});

test('a lock ends a comparison that nobody reads on, and leaves no file of it', async () => {
  using vault = await aVault();
  const { client, folder } = vault;
  await importFile(client, aScartFile(1500), { name: 'some.csv' });
  const made = () => readdirSync(folder).filter((name) => COMPARISON_FILE.test(name)).length > 0;
  for await (const { phase } of await client.audit.verify()) if (phase === 'comparing') break;
  await vi.waitFor(() => expect(made()).toBe(false));
  const reading = await client.audit.verify();
  for (let step = await reading.next(); !step.done && step.value.phase !== 'comparing'; )
    step = await reading.next();
  const during = made();
  vault.lock();
  expect([during, made()]).toEqual([true, false]);
  await expect(reading.next()).rejects.toMatchObject({ code: 'LOCKED' });
});

test('people work on while rows are compared, and what they do is no difference', async () => {
  using vault = await aVault();
  const { client, folder } = vault;
  await importFile(client, aScartFile(2500), { name: 'before.csv' });
  const seen: string[] = [];
  let files = 0;
  for await (const step of await client.audit.verify()) {
    if (step.phase === 'done') {
      expect(step.report.problems).toEqual([]);
      continue;
    }
    if (step.phase === 'comparing')
      files ||= readdirSync(folder).filter((name) => COMPARISON_FILE.test(name)).length;
    if (seen.at(-1) !== step.phase) seen.push(step.phase);
    if (step.phase !== 'comparing' || seen.includes('worked')) continue;
    seen.splice(0, 0, 'worked');
    await importFile(client, aScartFile(1500, 9), { name: 'meanwhile.csv' });
    await refer(vault, 'meanwhile');
  }
  expect({
    seen,
    made: files > 0,
    left: readdirSync(folder).filter((name) => COMPARISON_FILE.test(name)),
  }).toEqual({
    seen: ['worked', 'verifying', 'comparing'],
    made: true,
    left: [],
  });
  expect((await verifyReportOf(client)).ok).toBe(true);
}, 60_000);
