import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { aVault } from '../../../support/a-vault.ts';
import { programFile } from '../../../support/programs.ts';
import { countIn, inDatabaseOf } from '../../../support/vault-database.ts';

/** More than is stored in one transaction. */
const ROWS = 12_000;

/** Lets a process die in the middle of its import. */
async function killIn(phase: 'reading' | 'storing', folder: string): Promise<void> {
  const script = programFile('importing-process');
  const child = spawn(process.execPath, [script, folder, String(ROWS), phase], { stdio: 'inherit' });
  const [, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') throw new Error('the import ended before it was killed');
}

const countsOf = (folder: string) =>
  inDatabaseOf(folder, (db) => ({
    batches: countIn(db, 'SELECT count(*) AS n FROM batches'),
    unstored: countIn(
      db,
      'SELECT count(*) AS n FROM batch_rows LEFT JOIN batches ON id = batch WHERE batch_rows.number > coalesce(stored_through, -1)',
    ),
    reports: countIn(db, 'SELECT count(*) AS n FROM reports'),
    cases: countIn(db, 'SELECT count(*) AS n FROM cases'),
    entries: countIn(db, "SELECT count(*) AS n FROM ledger_entries WHERE kind = 'intake.imported'"),
  }));

test('an import killed while it reads leaves nothing but rows that the next unlock throws away', async () => {
  using vault = await aVault();
  vault.lock();
  await killIn('reading', vault.folder);
  const killed = await countsOf(vault.folder);
  await vault.unlock();
  vault.lock();
  expect({
    unstored: killed.unstored > 0,
    batches: killed.batches,
    after: await countsOf(vault.folder),
  }).toEqual({
    unstored: true,
    batches: 0,
    after: { batches: 0, unstored: 0, reports: 0, cases: 0, entries: 0 },
  });
});

test('an import killed after it was accepted is stored to its end by the next unlock, once', async () => {
  using vault = await aVault();
  vault.lock();
  await killIn('storing', vault.folder);
  const killed = await countsOf(vault.folder);
  await vault.unlock();
  await expect
    .poll(async () => (await vault.client.intake.batches())[0]?.state, { timeout: 20_000 })
    .toBe('done');
  const [batch] = await vault.client.intake.batches();
  vault.lock();
  expect({
    left: killed.unstored > 0 && killed.reports < ROWS,
    entries: killed.entries,
    new: batch?.casesNew,
    after: await countsOf(vault.folder),
  }).toEqual({
    left: true,
    entries: 1,
    new: ROWS,
    after: { batches: 1, unstored: 0, reports: ROWS, cases: ROWS, entries: 1 },
  });
}, 40_000);
