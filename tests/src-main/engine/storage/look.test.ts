import { appendFileSync, copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Database } from '../../../../src-main/engine/storage/database.ts';
import { Failure } from '../../../../src-main/engine/storage/failure.ts';
import { readLogPages } from '../../../../src-main/engine/storage/log-pages.ts';
import { aFolder } from '../../../support/a-folder.ts';

const KEY = new Uint8Array(32).fill(7);
const WHY = { since: '2026-11-21T09:00:00.000Z', problem: 'database or disk is full' };
const readOnly = { code: 'CONFLICT', data: { reason: 'read-only' } };

/** A database as a crash leaves it: of `committed` rows the last ones stand in the log alone. */
function crashed(folder: string, committed: number): string {
  const [live, left] = [join(folder, 'live.db'), join(folder, 'left.db')];
  const db = Database.create(live, KEY);
  db.execute('CREATE TABLE said (n INTEGER, text TEXT)');
  db.emptyLog();
  for (let n = 0; n < committed; n++) {
    db.transaction(() => db.prepare('INSERT INTO said VALUES (?, ?)').run([n, 'x'.repeat(3000)]));
    // Half of them reach the file, so that what was moved and what was not stand side by side.
    if (n === committed / 2) db.emptyLog();
  }
  copyFileSync(live, left);
  copyFileSync(`${live}-wal`, `${left}-wal`);
  db.close();
  return left;
}

const rowsOf = (db: Database): number => Number(db.prepare('SELECT count(*) AS n FROM said').get()?.n);

function refusalOf(write: () => unknown): unknown {
  try {
    write();
    return 'it was written';
  } catch (error) {
    return error instanceof Failure ? error.failure : error;
  }
}

async function copied(db: Database, into: string): Promise<void> {
  const copy = db.copy();
  writeFileSync(into, '');
  for await (const piece of copy.read()) appendFileSync(into, piece);
  copy.release();
  expect(statSync(into).size).toBe(copy.bytes);
}

const rowsIn = (path: string): number => {
  const db = Database.open(path, KEY);
  try {
    return rowsOf(db);
  } finally {
    db.close();
  }
};

test('a database that is opened to look is read and copied with what stands in the log alone, and not written', async () => {
  using folder = aFolder();
  const path = crashed(folder.path, 40);
  // The control: the file alone has less.
  copyFileSync(path, join(folder.path, 'alone.db'));
  const before = readFileSync(path);
  const db = Database.openToLook(path, KEY, WHY);
  const writes = [
    () => db.transaction(() => {}),
    () => db.provisional(() => {}),
    () => db.tryOut(() => {}),
    () => db.prepare('DELETE FROM said').run(),
  ].map(refusalOf);
  await copied(db, join(folder.path, 'copy.db'));
  expect({
    readOnly: db.readOnly,
    rows: rowsOf(db),
    writes,
    isUntouched: readFileSync(path).equals(before),
    copy: rowsIn(join(folder.path, 'copy.db')),
    alone: rowsIn(join(folder.path, 'alone.db')) < 40,
  }).toEqual({
    readOnly: { ...WHY, ends: 'with-room' },
    rows: 40,
    writes: [readOnly, readOnly, readOnly, readOnly],
    isUntouched: true,
    copy: 40,
    alone: true,
  });
  db.close();
});

test('what was not committed whole is in no copy, wherever the log ends', async () => {
  using folder = aFolder();
  const path = crashed(folder.path, 12);
  const log = `${path}-wal`;
  const [file, whole] = [readFileSync(path), readFileSync(log)];
  for (const cut of [0, 1, 24, 500, 4120, 4121, 9000, whole.length - 40]) {
    writeFileSync(path, file);
    writeFileSync(log, whole);
    truncateSync(log, whole.length - cut);
    const db = Database.openToLook(path, KEY, WHY);
    await copied(db, join(folder.path, `copy-${cut}.db`));
    const rows = rowsOf(db);
    db.close();
    expect([cut, rowsIn(join(folder.path, `copy-${cut}.db`))]).toEqual([cut, rows]);
  }
});

test('a changed byte of the log ends what is read of it, as it does for SQLite', async () => {
  using folder = aFolder();
  const path = crashed(folder.path, 12);
  const log = `${path}-wal`;
  const [file, whole] = [readFileSync(path), readFileSync(log)];
  for (const at of [40, 700, Math.floor(whole.length / 2), whole.length - 100]) {
    writeFileSync(path, file);
    writeFileSync(
      log,
      whole.map((byte, index) => (index === at ? byte ^ 1 : byte)),
    );
    const db = Database.openToLook(path, KEY, WHY);
    await copied(db, join(folder.path, `copy-${at}.db`));
    const rows = rowsOf(db);
    db.close();
    expect([at, rowsIn(join(folder.path, `copy-${at}.db`))]).toEqual([at, rows]);
  }
});

test('it goes on writing once it can, and without a log there is nothing to read in one', () => {
  using folder = aFolder();
  const path = crashed(folder.path, 4);
  const db = Database.openToLook(path, KEY, WHY);
  const insert = () => void db.prepare('INSERT INTO said VALUES (99, ?)').run(['']);
  expect([db.goOnWriting(insert), db.readOnly, rowsOf(db)]).toEqual([true, null, 5]);
  db.close();
  expect([rowsIn(path), readLogPages(`${path}-wal`)]).toEqual([5, null]);
});
