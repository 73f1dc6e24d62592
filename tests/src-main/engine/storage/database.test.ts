import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database as SqlCipher } from '@signalapp/sqlcipher';
import { describe, expect, test } from 'vitest';
import { Database } from '../../../../src-main/engine/storage/database.ts';
import { Failure } from '../../../../src-main/engine/storage/failure.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { contentKeyOf, databasePathOf, inDatabaseOf } from '../../../support/vault-database.ts';

const KEY = new Uint8Array(32).fill(3);
const PAGE_BYTES = 4096;

function failureIn(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error instanceof Failure ? error.failure : error;
  }
  return 'nothing failed';
}

describe('an open database', () => {
  test('has every property it relies on, also when it is opened again', () => {
    using folder = aFolder();
    const path = join(folder.path, 'a.db');
    const read = (db: Database) => {
      const names = [
        'synchronous',
        'journal_mode',
        'foreign_keys',
        'trusted_schema',
        'cell_size_check',
        'locking_mode',
        'secure_delete',
        'temp_store',
      ];
      db.execute('CREATE TABLE IF NOT EXISTS t (x)');
      const values = names.map((name) => [name, db.pragma(name)]);
      const version = db.pragma('cipher_version');
      db.close();
      return { version, ...Object.fromEntries(values) };
    };
    const expected = {
      version: expect.stringMatching(/^4\./),
      synchronous: 2,
      journal_mode: 'wal',
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      locking_mode: 'exclusive',
      secure_delete: 1,
      temp_store: expect.anything(),
    };
    expect([read(Database.create(path, KEY)), read(Database.open(path, KEY))]).toEqual([expected, expected]);
  });

  test('control: the library alone opens a write-ahead database with less than that', () => {
    using folder = aFolder();
    const path = join(folder.path, 'a.db');
    Database.create(path, KEY).close();
    const bare = new SqlCipher(path);
    bare.pragma(`key = "x'${Buffer.from(KEY).toString('hex')}'"`);
    expect(bare.pragma('synchronous', { simple: true })).toBe(1);
    bare.close();
  });

  test('does not begin like SQLite and looks like noise', async () => {
    using vault = await aVault({ sample: true });
    vault.lock();
    const bytes = readFileSync(databasePathOf(vault.folder));
    expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect(entropyOf(bytes)).toBeGreaterThan(7.99);
  });

  test('holds no column a picture could lie in', async () => {
    using vault = await aVault();
    vault.lock();
    const types = await inDatabaseOf(vault.folder, (db) =>
      db
        .prepare(
          // Indexes of words, which FTS5 keeps in tables of its own, hold what stands in the columns of others.
          "SELECT DISTINCT c.type FROM pragma_table_list s, pragma_table_info(s.name) c WHERE s.schema = 'main' AND s.type = 'table' AND s.name NOT LIKE 'sqlite_%'",
        )
        .all()
        .map((row) => row.type)
        .sort(),
    );
    expect(types).toEqual(['INTEGER', 'REAL', 'TEXT']);
  });

  test('undoes a transaction whose work throws, and one inside another with it', () => {
    using folder = aFolder();
    const db = Database.create(join(folder.path, 'a.db'), KEY);
    db.execute('CREATE TABLE t (x TEXT) STRICT');
    const insert = (x: string) => db.prepare('INSERT INTO t VALUES (?)').run([x]);
    expect(
      failureIn(() =>
        db.transaction(() => {
          insert('outer');
          db.transaction(() => insert('inner'));
          throw new Failure({ code: 'LOCKED' });
        }),
      ),
    ).toEqual({ code: 'LOCKED' });
    db.transaction(() => insert('kept'));
    expect(db.prepare('SELECT x FROM t').all()).toEqual([{ x: 'kept' }]);
    db.close();
  });

  test('waits for the disk again after what is provisional, also where that throws, and inside of what is not', () => {
    using folder = aFolder();
    const db = Database.create(join(folder.path, 'a.db'), KEY);
    db.execute('CREATE TABLE t (x)');
    const synchronous = () => db.pragma('synchronous');
    const seen = [
      db.provisional(synchronous),
      synchronous(),
      failureIn(() =>
        db.provisional(() => {
          db.prepare('INSERT INTO t VALUES (1)').run();
          throw new Failure({ code: 'LOCKED' });
        }),
      ),
      synchronous(),
      db.transaction(() => db.provisional(synchronous)),
      db.prepare('SELECT count(*) AS n FROM t').get(),
    ];
    db.close();
    expect(seen).toEqual([1, 2, { code: 'LOCKED' }, 2, 2, { n: 0 }]);
  });

  test('takes its log to the disk where there is one, and has nothing to take once it is closed', async () => {
    using folder = aFolder();
    const path = join(folder.path, 'a.db');
    const db = Database.create(path, KEY);
    db.execute('CREATE TABLE t (x)');
    await db.flushLog();
    rmSync(`${path}-wal`);
    const absent = await db
      .flushLog()
      .catch((error: unknown) => error instanceof Failure && error.failure.code);
    db.close();
    expect([absent, await db.flushLog()]).toEqual(['STORAGE', undefined]);
  });

  test('answers LOCKED to every use after it was closed', () => {
    using folder = aFolder();
    const db = Database.create(join(folder.path, 'a.db'), KEY);
    db.execute('CREATE TABLE t (x TEXT) STRICT');
    const statement = db.prepare('SELECT * FROM t');
    db.close();
    db.close();
    const locked = { code: 'LOCKED' };
    expect([
      failureIn(() => db.transaction(() => 1)),
      failureIn(() => db.prepare('SELECT 1')),
      failureIn(() => statement.all()),
      failureIn(() => db.execute('SELECT 1')),
      failureIn(() => db.pragma('user_version')),
    ]).toEqual([locked, locked, locked, locked, locked]);
  });
});

describe('a database is refused', () => {
  test('where it is a plain SQLite file', () => {
    using folder = aFolder();
    const path = join(folder.path, 'a.db');
    const plain = new SqlCipher(path);
    plain.exec('CREATE TABLE t (x)');
    plain.close();
    expect(failureIn(() => Database.open(path, KEY))).toEqual({
      code: 'INTEGRITY',
      data: { problem: 'database-plain' },
    });
  });

  test('where the key is another', async () => {
    using vault = await aVault();
    vault.lock();
    const key = await contentKeyOf(vault.folder);
    key[31]! ^= 1;
    expect(failureIn(() => Database.open(databasePathOf(vault.folder), key))).toEqual({
      code: 'INTEGRITY',
      data: { problem: 'database-damaged' },
    });
  });

  test.each([
    ['missing', (path: string) => rmSync(path)],
    ['empty', (path: string) => writeFileSync(path, '')],
  ])('where it is %s, and none is made in its place: neither here nor by an unlock', async (how, spoil) => {
    using vault = await aVault();
    vault.lock();
    const path = databasePathOf(vault.folder);
    const key = await contentKeyOf(vault.folder);
    spoil(path);
    for (const ending of ['-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
    const before = readdirSync(vault.folder);
    const refused = {
      code: 'INTEGRITY',
      data: { problem: `database-${how}` },
    };
    expect(failureIn(() => Database.open(path, key))).toEqual(refused);
    const unlocked = vault.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    await expect(unlocked).rejects.toMatchObject(refused);
    expect(readdirSync(vault.folder)).toEqual(before);
  });

  test('where its folder is gone', () => {
    expect(failureIn(() => Database.open('/nowhere/at/all/a.db', KEY))).toMatchObject({ code: 'INTEGRITY' });
    expect(failureIn(() => Database.create('/nowhere/at/all/a.db', KEY))).toMatchObject({ code: 'STORAGE' });
  });

  test('where a new one is to be made and one is there already', async () => {
    using vault = await aVault();
    vault.lock();
    const path = databasePathOf(vault.folder);
    const before = readFileSync(path);
    expect(failureIn(() => Database.create(path, KEY))).toMatchObject({ code: 'STORAGE' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('where it cannot be read: flipped bits are found at open or at the first full read', async () => {
    using vault = await aVault({ sample: true });
    vault.lock();
    const path = databasePathOf(vault.folder);
    const key = await contentKeyOf(vault.folder);
    const whole = readFileSync(path);
    const missed: number[] = [];
    for (let flip = 0; flip < 60; flip++) {
      const damaged = Buffer.from(whole);
      const at = Math.floor((flip / 60) * whole.length) + (flip % 97);
      damaged[at]! ^= 1 << (flip % 8);
      writeFileSync(path, damaged);
      const found = failureIn(() => {
        const db = Database.open(path, key);
        try {
          db.prepare('PRAGMA cipher_integrity_check')
            .all()
            .forEach(() => {
              throw new Failure({ code: 'INTEGRITY', data: { problem: 'database-damaged' } });
            });
        } finally {
          db.close();
        }
      });
      if (found === 'nothing failed') missed.push(at);
    }
    writeFileSync(path, whole);
    expect(missed).toEqual([]);
  });

  test('where a page of a long value is damaged, the first, the last or one between: nothing is read in its place', () => {
    using folder = aFolder();
    const path = join(folder.path, 'values.db');
    const value = 'y'.repeat(15_000);
    const made = Database.create(path, KEY);
    made.execute('CREATE TABLE t (n INTEGER PRIMARY KEY, x TEXT) STRICT');
    made.prepare('INSERT INTO t VALUES (1, ?)').run([value]);
    made.emptyLog();
    made.close();
    const whole = readFileSync(path);
    const outcomes = [];
    for (let page = 0; page < whole.length; page += PAGE_BYTES) {
      const damaged = Buffer.from(whole);
      damaged[page + 2000]! ^= 1;
      writeFileSync(path, damaged);
      for (const read of ['get', 'all'] as const) {
        outcomes.push(
          failureIn(() => {
            const db = Database.open(path, KEY);
            try {
              db.prepare('SELECT x FROM t WHERE n = 1')[read]();
            } finally {
              db.close();
            }
          }),
        );
      }
    }
    const found = { code: 'INTEGRITY', data: { problem: 'database-damaged' } };
    expect(outcomes).toEqual(Array.from({ length: (whole.length / PAGE_BYTES) * 2 }, () => found));
  });

  test('is not said of an honest text that ends in zeros', () => {
    using folder = aFolder();
    const db = Database.create(join(folder.path, 'values.db'), KEY);
    const value = `${'y'.repeat(9000)}\u0000\u0000`;
    db.execute('CREATE TABLE t (x TEXT) STRICT');
    db.prepare('INSERT INTO t VALUES (?)').run([value]);
    expect(db.prepare('SELECT x FROM t').all()).toEqual([{ x: value }]);
    db.close();
  });
});

function entropyOf(bytes: Uint8Array): number {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte]! += 1;
  return counts.reduce((sum, count) => {
    const share = count / bytes.length;
    return share === 0 ? sum : sum - share * Math.log2(share);
  }, 0);
}
