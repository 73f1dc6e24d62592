import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MemoryBackupFolder } from '../../../../src-main/ports/backup-folder.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const HOUR = 3_600_000;
const FOLDER = '/media/backups';

const plan = (vault: AVault, folder = FOLDER, keep = 2) =>
  vault.client.backup.plan({
    command: aCommand(),
    plan: { folder, everyHours: 24, keep, recipients: [] },
  });

/** What the engine does about backups when it looks. */
const look = (vault: AVault) => vault.engine.context.vault.require().backupSchedule.attend();

async function aVaultWith(folder: MemoryBackupFolder): Promise<AVault> {
  return aVault({ isNew: true, ports: { backupFolder: () => folder } });
}

test('a backup is made when the last is older than planned, and so many are kept', async () => {
  const folder = new MemoryBackupFolder();
  using vault = await aVaultWith(folder);
  folder.files.set('notes.txt', new Uint8Array(1));
  await look(vault);
  const without = folder.files.size;
  await plan(vault);
  const counts: number[] = [];
  for (const hours of [0, 23, 1, 24, 24]) {
    vault.clock.advance(hours * HOUR);
    await look(vault);
    counts.push(folder.files.size - 1);
  }
  const { last, failure, isMissed } = await vault.client.backup.status();
  const { entries } = await vault.client.audit.entries({ kind: 'backup.scheduled' });
  expect({
    without,
    counts,
    made: entries.length,
    failure,
    isMissed,
    problems: await problemsOf(vault.client),
  }).toEqual({
    without: 1,
    counts: [1, 1, 2, 2, 2],
    made: 4,
    failure: null,
    isMissed: false,
    problems: [],
  });
  expect([...folder.files.keys()].at(-1)).toBe(last?.file);
  expect(folder.files.has('notes.txt')).toBe(true);
});

describe('a backup that fails', () => {
  test.each([
    ['an absent folder', (folder: MemoryBackupFolder) => (folder.isAbsent = true), /ENOENT/, 0],
    ['a full disk', (folder: MemoryBackupFolder) => (folder.room = 300_000), /ENOSPC/, 1],
    [
      'a disk that changes what is written',
      (folder: MemoryBackupFolder) => {
        folder.damage = (bytes) => bytes.map((byte, at) => (at === 5000 ? byte ^ 1 : byte));
      },
      /bytes are not those/,
      1,
    ],
  ])(
    'because of %s is told with its cause, tried again an hour later, and removes nothing',
    async (_, spoil, cause, left) => {
      const folder = new MemoryBackupFolder();
      using vault = await aVaultWith(folder);
      await plan(vault, FOLDER, 1);
      await look(vault);
      const [good] = folder.files.keys();
      vault.clock.advance(24 * HOUR);
      spoil(folder);
      await look(vault);
      const { failure, isMissed } = await vault.client.backup.status();
      const kept = [...folder.files.keys()];
      Object.assign(folder, { isAbsent: false, room: Infinity, damage: (bytes: Uint8Array) => bytes });
      await look(vault);
      const soon = folder.files.has(good!);
      vault.clock.advance(HOUR);
      await look(vault);
      expect({ kept, isMissed, soon, after: [folder.files.size, folder.files.has(good!)] }).toEqual({
        kept: [good],
        isMissed: true,
        soon: true,
        after: [1, false],
      });
      expect(failure).toEqual({
        at: expect.any(String),
        problem: expect.stringMatching(cause),
        retryAt: new Date(Date.parse(failure!.at) + HOUR).toISOString(),
      });
      expect((await vault.client.backup.status()).failure).toBe(null);
      const { entries } = await vault.client.audit.entries({ kind: 'backup.scheduled' });
      expect(entries.length).toBe(2 + left);
    },
  );
});

test('backups missed while the vault was locked are named, also to analysts and by the doctor', async () => {
  const folder = new MemoryBackupFolder();
  using vault = await aVault({
    isNew: true,
    staff: [['Ann', 'analyst']],
    ports: { backupFolder: () => folder },
  });
  await plan(vault);
  await look(vault);
  vault.clock.advance(9 * 24 * HOUR);
  await atWork(vault, 'Ann');
  const { isMissed, last } = await vault.client.backup.status();
  const doctor = async () =>
    (await vault.client.vault.doctor()).find(({ check }) => check.name === 'last-backup');
  const before = await doctor();
  await look(vault);
  expect([isMissed, before, (await doctor())?.ok]).toEqual([
    true,
    { check: { name: 'last-backup' }, ok: false, finding: { found: 'made-at', at: last!.at } },
    true,
  ]);
});

test('only a supervisor plans, with a folder that is there, and the plan is read from the record', async () => {
  const folder = new MemoryBackupFolder();
  using vault = await aVault({
    isNew: true,
    staff: [['Ann', 'analyst']],
    ports: { backupFolder: () => folder },
  });
  const relative = await failureOf(plan(vault, 'backups'));
  folder.isAbsent = true;
  const absent = await failureOf(plan(vault));
  folder.isAbsent = false;
  await plan(vault);
  await atWork(vault, 'Ann');
  const other = await failureOf(plan(vault, '/elsewhere'));
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    db.execute('DROP TRIGGER ledger_enclosures_unchanged');
    db.execute("UPDATE ledger_enclosures SET enclosure = replace(enclosure, '/media', '/thief')");
  });
  await atWork(vault, PERSON);
  await look(vault);
  expect([relative, absent, other, (await vault.client.backup.status()).plan, folder.files.size]).toEqual([
    { code: 'CONFLICT', data: { reason: 'backup-folder-not-absolute' } },
    { code: 'STORAGE', data: { problem: expect.stringMatching(/ENOENT/) } },
    { code: 'NOT_PERMITTED', data: { duty: 'back-up' } },
    null,
    0,
  ]);
});

test('an engine that works in the background makes them by itself, in a real folder, and never while locked', async () => {
  using vault = await aVault({ isNew: true, ports: { background: true } });
  using folder = aFolder();
  const into = join(folder.path, 'backups');
  mkdirSync(into);
  const count = () => readdirSync(into).filter((name) => name.endsWith('.age')).length;
  await plan(vault, into);
  await expect.poll(count, { timeout: 20_000 }).toBe(1);
  await expect
    .poll(async () => (await vault.client.backup.status()).last !== null, { timeout: 20_000 })
    .toBe(true);
  vault.lock();
  vault.clock.advance(48 * HOUR);
  const locked = count();
  await vault.unlock();
  await expect.poll(count, { timeout: 20_000 }).toBe(2);
  rmSync(into, { recursive: true });
  expect(locked).toBe(1);
}, 60_000);
