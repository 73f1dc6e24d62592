import { randomInt } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Database as SqlCipher, setLogger } from '@signalapp/sqlcipher';
import type { Check, Examined } from '../../../shared/contract/check.ts';
import type { ReadOnly } from '../../../shared/contract/vault.contract.ts';
import { type CopyElsewhere, canBeWritten, copyElsewhere } from './copy-elsewhere.ts';
import { type DatabaseCopy, readCopy } from './database-copy.ts';
import { conflict, Failure, storageFailure, storageProblem } from './failure.ts';
import { guarded } from './guarded.ts';
import { readLogPages } from './log-pages.ts';
import { prove } from './proven-settings.ts';
import { refuseMissing, refusePlainSqlite } from './refuse-file.ts';

/** A value a row may hold. BLOBs are excluded, so that no column can hold media. */
export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;
export type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

export interface Statement {
  /** @returns how many rows changed, and the rowid of the last one that was added */
  run(parameters?: SqlParameters): { changes: number; lastInsertRowid: number };
  get(parameters?: SqlParameters): SqlRow | undefined;
  all(parameters?: SqlParameters): SqlRow[];
}

/**
 * Pages of 4 KiB that the log holds before a commit moves them to the database: with fewer, deciding cases is a fifth
 * slower; with more, a single decision has to wait long. Provisional rows come by the million, so their own commits
 * move them, a little at a time, and a decision or look-up committed meanwhile finds little to move.
 */
const LOG_PAGES = 1000;
const PROVISIONAL_PAGES = 128;
/** Nobody waits for a single commit of a draft, and a page that changes often is moved once. */
const DRAFT_PAGES = 4000;
/**
 * During a long run of large commits a page that changes often is moved once. Moving so many takes half a second, and
 * four times as many two, where nobody waits for it.
 */
const LONG_LOG_PAGES = { awaited: 16_000, alone: 64_000 };

/** Tries to get the lock, with pauses of random length between them: a second in all, on average. */
const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 50;

setLogger(() => {});

/**
 * The encrypted database of a vault. Opening proves every property it relies on and fails otherwise; it is impossible
 * to get an unencrypted one (SQLCipher writes plain text, without an error, when the key is forgotten).
 */
export class Database {
  readonly #path: string;
  readonly #db: SqlCipher;
  readonly #statements = new Map<string, Statement>();
  #inTransaction = false;
  #closed = false;
  #isDraft = false;
  #isCopied = false;
  /** Through which the file is read; closed after SQLite has closed its own, whose locks that would release. */
  #copied: number | null = null;
  #logPages = LOG_PAGES;
  #longRuns = 0;
  #readOnly: ReadOnly | null = null;
  #elsewhere: CopyElsewhere | null = null;

  private constructor(path: string, db: SqlCipher) {
    this.#path = path;
    this.#db = db;
  }

  /**
   * Creates an empty database.
   * @param key 32 bytes, the raw database key
   * @throws Failure STORAGE where the file exists already
   */
  static create(path: string, key: Uint8Array): Database {
    // SQLite would make the file readable for everyone; its log takes over the mode of the file.
    guarded(path, () => closeSync(openSync(path, 'ax', 0o600)));
    return Database.#connect(path, key);
  }

  /**
   * Creates an empty database that is worth nothing before `finish`, and never waits for the disk until then.
   * @throws Failure STORAGE where the file exists already
   */
  static draft(path: string, key: Uint8Array): Database {
    const db = Database.create(path, key);
    db.pragma('synchronous = OFF');
    db.#setLog(DRAFT_PAGES);
    db.#isDraft = true;
    return db;
  }

  /** Makes all of a draft durable, and all that follows. */
  finish(): void {
    this.#isDraft = false;
    this.pragma('synchronous = FULL');
    this.#setLog(LOG_PAGES);
    this.emptyLog();
  }

  /**
   * Moves all of the log to the database, and empties it.
   * @throws Failure CONFLICT while the file is copied
   */
  emptyLog(): void {
    if (this.#isCopied) throw conflict({ reason: 'backup-under-way' });
    this.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /**
   * Opens an existing database. SQLite would create an empty one in place of a missing or truncated file, and a person
   * would find a vault without cases.
   * @param key 32 bytes, the raw database key
   * @throws Failure IN_USE, INTEGRITY or STORAGE
   */
  static open(path: string, key: Uint8Array): Database {
    refuseMissing(path);
    refusePlainSqlite(path);
    return Database.#connect(path, key);
  }

  /**
   * Opens an existing database of which nothing is changed, where its disk cannot be written. All that was committed is
   * read, also what stands in the log alone.
   * @param why why nothing can be written, and since when
   * @throws Failure as `open`
   */
  static openToLook(path: string, key: Uint8Array, why: Omit<ReadOnly, 'ends'>): Database {
    refuseMissing(path);
    refusePlainSqlite(path);
    const elsewhere = canBeWritten(path) ? null : copyElsewhere(path);
    try {
      const db = Database.#connect(elsewhere?.path ?? path, key);
      db.#elsewhere = elsewhere;
      db.#refuseWrites({ ...why, ends: elsewhere === null ? 'with-room' : 'with-next-unlock' });
      return db;
    } catch (error) {
      elsewhere?.remove();
      throw error;
    }
  }

  /** Why nothing is written; null where it is. */
  get readOnly(): ReadOnly | null {
    return this.#readOnly;
  }

  #refuseWrites(why: ReadOnly): void {
    this.pragma('query_only = ON');
    this.#readOnly = why;
  }

  /**
   * Goes on writing in a database that was opened to look, with a first transaction.
   * @returns whether the disk took it; if not, nothing can be written as before
   */
  goOnWriting(first: () => void): boolean {
    const why = this.#readOnly;
    if (why?.ends !== 'with-room') return why === null;
    this.#readOnly = null;
    this.pragma('query_only = OFF');
    try {
      this.transaction(first);
      return true;
    } catch (error) {
      this.#refuseWrites(why);
      if (storageProblem(error) !== null) return false;
      throw error;
    }
  }

  /** Waits a little for an instance that is just closing. */
  static #connect(path: string, key: Uint8Array): Database {
    for (let attempt = 1; ; attempt++) {
      try {
        return Database.#connectAtOnce(path, key);
      } catch (error) {
        const isInUse = error instanceof Failure && error.failure.code === 'IN_USE';
        if (!isInUse || attempt === ATTEMPTS) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, randomInt(LONGEST_PAUSE_MS));
      }
    }
  }

  static #connectAtOnce(path: string, key: Uint8Array): Database {
    const db = guarded(path, () => new SqlCipher(path, { cacheStatements: false }));
    try {
      return guarded(path, () => {
        db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
        db.pragma('cipher_log_level = NONE');
        // The lock is held until the connection closes: this refuses a second instance, also after a crash of the
        // first. Two that open at once each hold a shared lock that keeps the other from the exclusive one, and with a
        // busy timeout both would wait it out and be refused; so each lets go at once and tries again.
        db.pragma('busy_timeout = 0');
        db.pragma('locking_mode = EXCLUSIVE');
        prove(db);
        db.pragma('cache_size = -262144');
        db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
        return new Database(path, db);
      });
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * A prepared statement, kept while the database is open. Frequent queries write `LIMIT +?`: for the value of a plain
   * `LIMIT ?` SQLite plans the statement anew each time, 300 microseconds against ten.
   */
  prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = guarded('', () => this.#db.prepare(sql, { persistent: true }));
    const statement: Statement = {
      run: (parameters) => {
        this.#mayWrite();
        return guarded('', () => prepared.run(bound(parameters)));
      },
      // SQLite returns only what was stored, and no column stores anything but SqlValue.
      get: (parameters) => {
        const row = guarded('', () => prepared.get(bound(parameters))) as SqlRow | undefined;
        if (row !== undefined && endsInZeros(row)) this.#refuseDamage();
        return row;
      },
      all: (parameters) => {
        const rows = guarded('', () => prepared.all(bound(parameters))) as SqlRow[];
        if (rows.some(endsInZeros)) this.#refuseDamage();
        return rows;
      },
    };
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * In place of the last page of a long value, where that is damaged, SQLCipher gives zeros. It tells of a page that fails
   * its check only by refusing the next one that is read.
   */
  #refuseDamage(): void {
    this.pragma('schema_version');
  }

  /** Runs several statements that take no parameters: schemas. */
  execute(sql: string): void {
    guarded('', () => this.#db.exec(sql));
  }

  pragma(source: string): SqlValue {
    return (guarded('', () => this.#db.pragma(source, { simple: true })) as SqlValue | undefined) ?? null;
  }

  /** @throws Failure CONFLICT */
  #mayWrite(): void {
    if (this.#readOnly !== null) throw conflict({ reason: 'read-only' });
  }

  /** Runs `work` synchronously in one durable transaction, all or nothing. A transaction inside another joins it. */
  transaction<Result>(work: () => Result): Result {
    if (this.#inTransaction) return work();
    this.#mayWrite();
    this.execute('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    try {
      const result = work();
      this.execute('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#db.exec('ROLLBACK');
      } catch {
        // SQLite itself has rolled back after a full disk or an I/O error.
      }
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  /** Runs `work` inside a transaction and undoes what it changed: to learn what it would answer. */
  tryOut<Result>(work: () => Result): Result {
    return this.transaction(() => {
      this.execute('SAVEPOINT tried');
      try {
        return work();
      } finally {
        this.execute('ROLLBACK TO tried; RELEASE tried');
      }
    });
  }

  /**
   * The same as `transaction` for rows that nothing depends on yet: a power cut may lose them until the next
   * `transaction`, which makes everything before it durable. So no caller waits for the disk because of them.
   */
  provisional<Result>(work: () => Result): Result {
    this.#mayWrite();
    if (this.#inTransaction || this.#isDraft || this.#isCopied) return this.transaction(work);
    this.pragma('synchronous = NORMAL');
    this.pragma(`wal_autocheckpoint = ${PROVISIONAL_PAGES}`);
    try {
      return this.transaction(work);
    } finally {
      this.pragma('synchronous = FULL');
      this.#setLog(this.#logPages);
    }
  }

  /**
   * Encrypts every page under another key, in one durable transaction: after a crash the database has the one or the
   * other. Nothing under the former key stays in the file or its log.
   * @param key 32 bytes
   */
  changeKey(key: Uint8Array): void {
    guarded('', () => {
      this.#db.pragma(`rekey = "x'${Buffer.from(key).toString('hex')}'"`);
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    });
  }

  /**
   * Begins a run of commits that each change many pages: until the returned function is called, the log may grow.
   * They are as durable as others.
   * @param alone whether nobody waits for the database meanwhile
   */
  longRun(alone: boolean): () => void {
    this.#longRuns += 1;
    if (this.#longRuns === 1 && !this.#isDraft) this.#setLog(LONG_LOG_PAGES[alone ? 'alone' : 'awaited']);
    return () => {
      this.#longRuns -= 1;
      if (this.#longRuns > 0 || this.#isDraft || !this.isOpen) return;
      this.#setLog(LOG_PAGES);
      if (!this.#isCopied) this.execute('PRAGMA wal_checkpoint(PASSIVE)');
    };
  }

  /** While the file is copied nothing is moved to it, whatever is set. */
  #setLog(pages: number): void {
    this.#logPages = pages;
    this.pragma(`wal_autocheckpoint = ${this.#isCopied ? 0 : pages}`);
  }

  /**
   * Flushes the log to the disk beside other work, so that the next commit has less to wait for. SQLite takes no locks
   * through this file, so closing it here releases none.
   * @throws Failure STORAGE
   */
  async flushLog(): Promise<void> {
    try {
      const log = await open(`${this.#path}-wal`, 'r+');
      await log.datasync().finally(() => log.close());
    } catch (error) {
      // The database was closed meanwhile, which includes its log.
      if (!this.isOpen) return;
      throw storageFailure(error) ?? error;
    }
  }

  /** Serves `doctor`: checks again the properties proven at opening, and asks SQLite about the file. */
  examine(): Check[] {
    const asked = (check: Examined, look: () => Omit<Check, 'check'>): Check => {
      try {
        return { check, ...look() };
      } catch (error) {
        // A damaged page makes some checks impossible.
        if (!(error instanceof Failure)) throw error;
        return { check, ok: false, finding: { found: 'unreadable' } };
      }
    };
    const expect = (setting: string, wanted: SqlValue, check?: Examined) =>
      asked(check ?? { name: 'database-setting', of: setting }, () => {
        const value = String(this.pragma(setting));
        return { ok: value === String(wanted), finding: { found: 'value', value } };
      });
    return [
      asked({ name: 'database-encryption' }, () => {
        const version = String(this.pragma('cipher_version') ?? '');
        return { ok: version !== '', finding: { found: 'sqlcipher', version } };
      }),
      expect('journal_mode', 'wal'),
      expect('synchronous', 2),
      expect('foreign_keys', 1),
      expect('trusted_schema', 0),
      expect('cell_size_check', 1),
      expect('secure_delete', 1),
      asked({ name: 'database-pages' }, () => {
        const pages = this.prepare('PRAGMA cipher_integrity_check').all().length;
        return { ok: pages === 0, finding: { found: 'damaged-pages', pages } };
      }),
      expect('quick_check', 'ok', { name: 'database-self-check' }),
    ];
  }

  /**
   * The database as it is now, to be copied beside other work: until it is released, commits go to the log alone, which
   * grows meanwhile. Where nothing can be written, what stands in the log alone is read there.
   * @throws Failure CONFLICT while another copy is made
   */
  copy(): DatabaseCopy {
    if (this.#readOnly === null) this.emptyLog();
    else if (this.#isCopied) throw conflict({ reason: 'backup-under-way' });
    this.#isCopied = true;
    this.#setLog(this.#logPages);
    this.#copied ??= guarded(this.#path, () => openSync(this.#path, 'r'));
    const file = this.#copied;
    const pages = this.#readOnly === null ? null : readLogPages(`${this.#path}-wal`);
    const log = pages && { file: guarded(this.#path, () => openSync(`${this.#path}-wal`, 'r')), pages };
    const bytes = pages?.databaseBytes ?? fstatSync(file).size;
    return {
      bytes,
      read: () => readCopy({ file, bytes, log, isLocked: () => !this.isOpen }),
      release: () => {
        if (log) closeSync(log.file);
        this.#isCopied = false;
        if (this.isOpen) this.#setLog(this.#logPages);
      },
    };
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    this.#db.close();
    if (this.#copied !== null) closeSync(this.#copied);
    this.#elsewhere?.remove();
  }
}

function endsInZeros(row: SqlRow): boolean {
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string' && value.charCodeAt(value.length - 1) === 0) return true;
  }
  return false;
}

const bound = (parameters: SqlParameters = []): SqlValue[] | Record<string, SqlValue> =>
  parameters as SqlValue[] | Record<string, SqlValue>;
