import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import type { ListRecord } from '../../../shared/domain/list-record.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { HASH_BYTES } from './formats/list-event.ts';
import type { RefRange } from './list-ranges.ts';
import type { ListRecords, RecordRow, StoredRecord } from './list-records.ts';

/** Bare values of one kind; the ref of value i is `first + i`. */
export interface ValueBlock {
  first: number;
  algorithm: HashAlgorithm;
  values: Uint8Array;
  count: number;
  /** Only for PDQ: see PackedHashes. */
  qualities: Uint8Array | null;
}

/** A stored record with the same member and id as one that is being read. */
export interface KnownRecord extends StoredRecord {
  updatedAt: string | null;
}

/** Blocks read at once, and rows deleted at once. */
const PAGE = 64;
const SWEPT = 2000;

/** The contents of lists. They were all validated before they were stored in this encrypted database. */
export class ListContentStore implements ListRecords {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /**
   * Runs a transaction that deletes what no list holds any more. A power cut before the next durable transaction may
   * undo it.
   */
  provisional<Result>(work: () => Result): Result {
    return this.#db.provisional(work);
  }

  insertBlock({ first, algorithm, values, count, qualities }: ValueBlock): void {
    this.#db
      .prepare(
        'INSERT INTO list_blocks (first_ref, algorithm, count, width, sums, qualities) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run([
        first,
        algorithm,
        count,
        HASH_BYTES[algorithm],
        base64(values),
        qualities === null ? null : base64(qualities),
      ]);
  }

  insertRecord(
    list: string,
    key: string | null,
    updatedAt: string | null,
    { first, refs, record }: StoredRecord,
  ): void {
    const text = record === null ? null : JSON.stringify(record);
    this.insertRecordRow(list, first, { key, updatedAt, refs, record: text });
  }

  insertRecordRow(list: string, first: number, { key, updatedAt, refs, record }: RecordRow): void {
    this.#db
      .prepare(
        'INSERT INTO list_records (first_ref, list_id, key, updated_at, refs, record) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run([first, list, key, updatedAt, refs, record]);
  }

  deleteRecord(first: number): void {
    this.#db.prepare('DELETE FROM list_records WHERE first_ref = ?').run([first]);
  }

  /** Records with this key, from a ref on, the newest import's first. */
  known(list: string, key: string, fromRef: number): KnownRecord[] {
    return this.#db
      .prepare(
        'SELECT * FROM list_records WHERE list_id = ? AND key = ? AND first_ref >= ? ORDER BY first_ref DESC',
      )
      .all([list, key, fromRef])
      .map((row) => ({
        ...toRecord(row),
        updatedAt: row.updated_at === null ? null : String(row.updated_at),
      }));
  }

  /** Marks a record as dropped: it leaves the list at the moment the import becomes current. */
  drop(id: string, first: number): void {
    this.#db
      .prepare('INSERT OR IGNORE INTO list_drops (import_id, first_ref) VALUES (?, ?)')
      .run([id, first]);
  }

  /** Discards what a crash or a cancelled import left, so that only accepted imports have rows. */
  discardStaged(): void {
    this.#db.execute(`
      UPDATE list_imports SET state = 'replaced', last_ref = 4294967295 WHERE state = 'staged';
      DELETE FROM list_drops WHERE import_id IN (SELECT id FROM list_imports WHERE state = 'replaced');
    `);
  }

  /** Discards what is still arriving: it is fetched anew. */
  discardArriving(): void {
    this.#db.execute("UPDATE list_imports SET state = 'replaced' WHERE state = 'arriving'");
  }

  /**
   * Deletes a piece of what is no longer on any list: contents of replaced imports, and records that current ones
   * dropped.
   * @returns whether there is more
   */
  sweep(): boolean {
    const replaced = this.#db
      .prepare("SELECT id, first_ref, last_ref FROM list_imports WHERE state = 'replaced' LIMIT 1")
      .get();
    if (replaced) {
      const { id, first_ref: first, last_ref: last } = replaced;
      for (const [table, limit] of [
        ['list_blocks', PAGE],
        ['list_records', SWEPT],
      ] as const) {
        const { changes } = this.#db
          .prepare(
            `DELETE FROM ${table} WHERE first_ref IN
               (SELECT first_ref FROM ${table} WHERE first_ref BETWEEN ? AND ? LIMIT ${limit})`,
          )
          .run([first!, last!]);
        if (changes > 0) return true;
      }
      // What was refused of an import that was never accepted is kept no longer either.
      this.#db
        .prepare(
          `DELETE FROM list_refusals WHERE import_id = ?
             AND NOT EXISTS (SELECT 1 FROM list_versions v WHERE v.import_id = list_refusals.import_id)`,
        )
        .run([id!]);
      this.#db.prepare('DELETE FROM list_drops WHERE import_id = ?').run([id!]);
      this.#db.prepare('DELETE FROM list_imports WHERE id = ?').run([id!]);
      return true;
    }
    const dropped = this.#db
      .prepare(
        `SELECT d.import_id, d.first_ref FROM list_drops d JOIN list_imports i ON i.id = d.import_id
         WHERE i.state NOT IN ('staged', 'arriving') LIMIT ${SWEPT}`,
      )
      .all();
    for (const row of dropped) {
      this.deleteRecord(Number(row.first_ref));
      this.#db
        .prepare('DELETE FROM list_drops WHERE import_id = ? AND first_ref = ?')
        .run([row.import_id!, row.first_ref!]);
    }
    return dropped.length > 0;
  }

  /** The bare values of an import, by rising ref. Rows may change between two pages, but not within one. */
  *blocks({ first, last }: Pick<RefRange, 'first' | 'last'>): Generator<ValueBlock> {
    const page = this.#db.prepare(
      `SELECT * FROM list_blocks WHERE first_ref BETWEEN ? AND ? ORDER BY first_ref LIMIT ${PAGE}`,
    );
    for (let from = first; ; ) {
      const rows = page.all([from, last]);
      for (const row of rows) {
        from = Number(row.first_ref) + Number(row.count);
        yield toBlock(row);
      }
      if (rows.length < PAGE) return;
    }
  }

  /** The rows of an import's records and tombstones, by rising ref. */
  *recordRows({ first, last }: Pick<RefRange, 'first' | 'last'>): Generator<RecordRow> {
    const page = this.#db.prepare(
      `SELECT * FROM list_records WHERE first_ref BETWEEN ? AND ? ORDER BY first_ref LIMIT ${SWEPT}`,
    );
    for (let from = first; ; ) {
      const rows = page.all([from, last]);
      for (const row of rows) {
        from = Number(row.first_ref) + 1;
        yield {
          key: row.key === null ? null : String(row.key),
          updatedAt: row.updated_at === null ? null : String(row.updated_at),
          refs: Number(row.refs),
          record: row.record === null ? null : String(row.record),
        };
      }
      if (rows.length < SWEPT) return;
    }
  }

  /** The records of an import without tombstones, by rising ref. */
  *records({
    first,
    last,
  }: Pick<RefRange, 'first' | 'last'>): Generator<StoredRecord & { record: ListRecord }> {
    const page = this.#db.prepare(
      `SELECT * FROM list_records WHERE first_ref BETWEEN ? AND ? AND record IS NOT NULL ORDER BY first_ref LIMIT ${SWEPT}`,
    );
    for (let from = first; ; ) {
      const rows = page.all([from, last]);
      for (const row of rows) {
        const { record, ...rest } = toRecord(row);
        from = rest.first + 1;
        if (record !== null) yield { ...rest, record };
      }
      if (rows.length < SWEPT) return;
    }
  }

  blockOf(ref: number): ValueBlock | null {
    const row = this.#db
      .prepare('SELECT * FROM list_blocks WHERE first_ref <= ? ORDER BY first_ref DESC LIMIT 1')
      .get([ref]);
    if (!row || ref >= Number(row.first_ref) + Number(row.count)) return null;
    return toBlock(row);
  }

  recordOf(ref: number): (StoredRecord & { record: ListRecord }) | null {
    const row = this.#db
      .prepare('SELECT * FROM list_records WHERE first_ref <= ? ORDER BY first_ref DESC LIMIT 1')
      .get([ref]);
    if (!row || ref >= Number(row.first_ref) + Number(row.refs)) return null;
    const { record, ...rest } = toRecord(row);
    return record === null ? null : { ...rest, record };
  }
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** A row of list_blocks. */
export const toBlock = (row: SqlRow): ValueBlock => ({
  first: Number(row.first_ref),
  algorithm: row.algorithm as HashAlgorithm,
  count: Number(row.count),
  values: Buffer.from(String(row.sums), 'base64'),
  qualities: row.qualities === null ? null : Buffer.from(String(row.qualities), 'base64'),
});

const toRecord = (row: SqlRow): StoredRecord => ({
  first: Number(row.first_ref),
  refs: Number(row.refs),
  record: row.record === null ? null : (JSON.parse(String(row.record)) as ListRecord),
});
