import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { house } from '../../../../src-main/engine/engine.ts';
import { Announcer } from '../../../../src-main/engine/session/announcer.ts';
import {
  compareTable,
  type RecordedTable,
  recordedTables,
} from '../../../../src-main/engine/storage/compare-tables.ts';
import { Failure } from '../../../../src-main/engine/storage/failure.ts';
import { openTableRows } from '../../../../src-main/engine/storage/open-table-rows.ts';
import type { Rebuilt } from '../../../../src-main/engine/vault/rebuild-vault.ts';
import { Vault } from '../../../../src-main/engine/vault/vault.ts';
import { migrations } from '../../../../src-main/engine/whole/migrations.ts';
import { FolderFiles } from '../../../../src-main/ports/files.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aScartFile } from '../../../bench/a-scart-file.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { workAtRandom } from '../../../support/a-random-session.ts';
import { refer } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { REVIEWERS } from '../../../support/a-reviewed-vault.ts';
import { anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { dropTriggers } from '../../../support/forger.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { thorough } from '../../../support/thorough.ts';
import { databaseOf, databasePathOf, eraseEnclosure, inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);
const DEEDS = thorough(3000, 120);

test('a row of a table that follows from the record, removed or with any column changed, is seen beside a rebuilt vault', async () => {
  await using desk = await aDesk();
  using vault = await aVault({ secondReview: 0.5, staff: REVIEWERS });
  using folder = aFolder();
  await workAtRandom(vault, seededRandom(SEED), 120, desk);
  await rebuiltFrom(vault, folder.path);
  const [changed, truth] = [await databaseOf(vault.folder), await databaseOf(folder.path)];
  dropTriggers(changed);
  changed.execute('PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF');
  const [rows, others] = [openTableRows(changed), openTableRows(truth)];
  const unseen: string[] = [];
  let made = 0;
  const isSeen = (table: RecordedTable, change: string): boolean =>
    changed.tryOut(() => {
      changed.execute(change);
      made += 1;
      return compareTable(rows, others, table) !== null;
    });
  for (const { table, columns } of recordedTables(migrations, rows)) {
    if (rows.count(table) === 0) continue;
    const key = rows.key(table).join(', ');
    const one = `(${key}) IN (SELECT ${key} FROM ${table} LIMIT 1)`;
    if (!isSeen({ table, columns }, `DELETE FROM ${table} WHERE ${one}`)) unseen.push(`${table}: deleted`);
    for (const name of columns) {
      const change = `UPDATE ${table} SET ${name} = coalesce(${name} || '99', '99') WHERE ${one}`;
      if (!isSeen({ table, columns }, change)) unseen.push(`${table}.${name}`);
    }
  }
  changed.close();
  truth.close();
  console.log(`${made} changes of rows`);
  expect({ unseen, many: made > 100 }).toEqual({ unseen: [], many: true });
}, 60_000);

describe(`a vault rebuilt from its record (seed ${SEED})`, () => {
  test(`has every row that ${DEEDS} deeds of a hotline left`, async () => {
    await using desk = await aDesk();
    using vault = await aVault({ secondReview: 0.5, graceSeconds: 600, staff: REVIEWERS });
    using folder = aFolder();
    await workAtRandom(vault, seededRandom(SEED), DEEDS, desk);
    const { unrestored, rows, differing } = await rebuiltFrom(vault, folder.path);
    expect({ unrestored, differing, some: rows > 100 }).toEqual({
      unrestored: [],
      differing: [],
      some: true,
    });
  }, 300_000);

  test('has the rows as they were before somebody changed them', async () => {
    using vault = await aVault();
    using before = aFolder();
    using folder = aFolder();
    await refer(vault, 'a');
    await refer(vault, 'b');
    await rebuiltFrom(vault, before.path);
    await inDatabaseOf(vault.folder, (db) => {
      dropTriggers(db);
      db.execute("UPDATE referrals SET state = 'delivered'");
      db.execute("UPDATE cases SET state = 'closed', subject = 'https://other.example/'");
      db.execute('DELETE FROM reports');
      db.execute('DELETE FROM sightings');
      db.execute("UPDATE assessments SET judgement = '{}'");
    });
    const { unrestored, differing } = await rebuiltFrom(vault, folder.path);
    expect([unrestored, await recordedDifferences(before.path, folder.path)]).toEqual([[], []]);
    expect(differing).toEqual([
      { table: 'cases', missing: 0, added: 0, changed: 2 },
      { table: 'sightings', missing: 0, added: 2, changed: 0 },
      { table: 'reports', missing: 0, added: 2, changed: 0 },
      { table: 'referrals', missing: 0, added: 0, changed: 2 },
      { table: 'assessments', missing: 0, added: 0, changed: 2 },
    ]);
  });

  test('opens with the passphrase of before, its ledger holds, and work goes on', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const { case: id } = await refer(vault, 'a');
    await rebuiltFrom(vault, folder.path);
    const { engine, client } = anEngine(folder.path, { clock: vault.clock });
    await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    const { summary } = await client.review.case({ id });
    const report = aReport().of('https://a.example/').build();
    const again = await client.intake.report({ command: aCommand(), report });
    expect({ state: summary.state, again: again.cases, problems: await problemsOf(client) }).toEqual({
      state: 'referred',
      again: [{ id, isNew: false, isReopened: true }],
      problems: [],
    });
    engine.close();
  });

  test('lacks what was lost, says so, and its ledger holds all the same', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const report = aReport().of('https://a.example/').saying('to be lost').build();
    const { cases } = await vault.client.intake.report({ command: aCommand(), report });
    await vault.client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement: legal() });
    vault.lock();
    const seq = await eraseEnclosure(vault.folder, 'intake.reported');
    const { unrestored } = await rebuiltFrom(vault, folder.path);
    const { engine, client } = anEngine(folder.path);
    await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    expect({
      unrestored,
      damaged: (await problemsOf(client)).filter((problem) => problem.seq === seq),
    }).toEqual({
      unrestored: [
        { seq, kind: 'intake.reported', why: 'lost' },
        { seq: expect.any(Number), kind: 'case.assessed', why: 'not-applicable' },
      ],
      damaged: [],
    });
    engine.close();
  });

  test('does not follow an entry that encloses something else than it names', async () => {
    using vault = await aVault();
    using folder = aFolder();
    await refer(vault, 'a');
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      dropTriggers(db);
      db.execute("UPDATE ledger_enclosures SET enclosure = replace(enclosure, 'a.example', 'b.example')");
    });
    const { unrestored } = await rebuiltFrom(vault, folder.path);
    expect(unrestored.map(({ kind, why }) => `${kind} ${why}`)).toEqual([
      'intake.reported not-applicable',
      'case.assessed not-applicable',
    ]);
  });

  test('is for a supervisor, and needs an empty folder', async () => {
    using vault = await aVault({ staff: REVIEWERS });
    using folder = aFolder();
    await expect(rebuiltFrom(vault, folder.path, 'Ann')).rejects.toMatchObject({
      failure: { code: 'NOT_PERMITTED', data: { duty: 'manage-people' } },
    });
    expect((await rebuiltFrom(vault, folder.path)).unrestored).toEqual([]);
    await expect(rebuiltFrom(vault, folder.path)).rejects.toMatchObject({
      failure: { code: 'CONFLICT', data: { reason: 'folder-not-empty' } },
    });
  });

  test('is no vault until it is whole', async () => {
    using vault = await aVault();
    using folder = aFolder();
    await refer(vault, 'a');
    vault.lock();
    const steps = vault.engine.context.vault.rebuild(PERSON, PASSPHRASE, new FolderFiles(folder.path));
    await steps.next();
    await steps.return({ entries: 0, rows: 0, unrestored: [], erased: [], differing: [], unreadable: [] });
    expect((await anEngine(folder.path).client.vault.hello()).vault).toBe('absent');
  });
});

test.each([
  ['reports', 'narrative'],
  ['cases', 'claimed_at'],
  ['case_keys', 'case_id'],
  ['sightings', 'referrer'],
])('the control: rows of %s whose %s is forgotten are found', async (table, column) => {
  using vault = await aVault();
  using folder = aFolder();
  const report = aReport()
    .of('https://a.example/', { referrer: 'https://b.example/' })
    .saying('words')
    .build();
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  await vault.client.review.claim({ command: aCommand(), id: cases[0]!.id });
  vault.lock();
  const { ports } = vault.engine.context;
  const forgetful = new Vault(ports, new Announcer(), {
    ...house,
    open: (opening) => {
      const forget = `UPDATE ${table} SET ${column} = ${column === 'case_id' ? "'none'" : 'NULL'}`;
      for (const event of ['INSERT', 'UPDATE']) {
        opening.db.execute(
          `CREATE TEMP TRIGGER forget_${event} AFTER ${event} ON ${table} BEGIN ${forget}; END`,
        );
      }
      return house.open(opening);
    },
  });
  const steps = forgetful.rebuild(PERSON, PASSPHRASE, new FolderFiles(folder.path));
  while (!(await steps.next()).done);
  const differences = await recordedDifferences(vault.folder, folder.path);
  expect(differences.map((difference) => difference.table)).toContain(table);
});

const PAGE_BYTES = 4096;

test('of a database with a damaged page all is saved that follows from what can be read, or it says that the record cannot', async () => {
  using vault = await aVault();
  await importFile(vault.client, aScartFile(60), { name: 'sixty.csv' });
  await refer(vault, 'a');
  const { total } = await vault.client.review.queue({});
  vault.lock();
  const path = await databasePathOf(vault.folder);
  const whole = readFileSync(path);
  const pages = whole.length / PAGE_BYTES;
  const seen = { saved: 0, withLosses: 0, refused: 0, wrong: [] as unknown[] };
  for (let page = 1; page < pages; page += thorough(1, Math.ceil(pages / 10))) {
    using folder = aFolder();
    const damaged = Buffer.from(whole);
    damaged[page * PAGE_BYTES + 100]! ^= 1;
    writeFileSync(path, damaged);
    const rebuilt = await rebuiltFrom(vault, folder.path).catch((error: unknown) => error);
    if (rebuilt instanceof Failure && rebuilt.failure.code === 'INTEGRITY') {
      seen.refused += 1;
      continue;
    }
    if (rebuilt instanceof Error) throw rebuilt;
    const { unrestored, unreadable } = rebuilt as Rebuilt;
    if (unrestored.length > 0) seen.withLosses += 1;
    else seen.saved += 1;
    const { engine, client } = anEngine(folder.path, { clock: vault.clock });
    await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    const now = (await client.review.queue({})).total;
    // Without losses everything is there; with losses they are named.
    if (unrestored.length === 0 && (now !== total || (await problemsOf(client)).length > 0))
      seen.wrong.push({ page, now, unreadable });
    engine.close();
  }
  writeFileSync(path, whole);
  console.log(JSON.stringify({ pages, ...seen }));
  expect([seen.wrong, seen.saved > 0]).toEqual([[], true]);
}, 240_000);
