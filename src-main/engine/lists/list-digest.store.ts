import type { Database, SqlValue } from '../storage/database.ts';
import { toBlock } from './list-content.store.ts';
import { RecordsDigest, ValuesDigest } from './list-digest.ts';
import type { RefRange } from './list-ranges.ts';

/** Blocks per piece, which takes a few milliseconds. */
const BLOCKS = 4;
const RECORDS = 500;

/** Digests of lists' contents, computed in pieces. The rows being read must not be deleted meanwhile. */
export class ListDigestStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The digest of the bare values of an import. */
  *values({ import: id, first, last }: Pick<RefRange, 'import' | 'first' | 'last'>): Generator<void, string> {
    const page = this.#db.prepare(
      `SELECT * FROM list_blocks WHERE first_ref BETWEEN ? AND ? ORDER BY first_ref LIMIT ${BLOCKS}`,
    );
    const digest = new ValuesDigest(id);
    for (let from = first; ; ) {
      const blocks = page.all([from, last]).map(toBlock);
      for (const block of blocks) digest.add(block);
      if (blocks.length < BLOCKS) return digest.hex();
      from = blocks.at(-1)!.first + 1;
      yield;
    }
  }

  /**
   * The digest of the records of a list's imports once this import is current, without the records it dropped.
   * @param arriving a list whose imports that are still arriving count too
   */
  *records(
    id: string,
    ranges: readonly Pick<RefRange, 'first' | 'last'>[],
    arriving = '',
  ): Generator<void, string> {
    const page = this.#db.prepare(
      `SELECT * FROM list_records e WHERE first_ref BETWEEN ? AND ? AND NOT EXISTS (
         SELECT 1 FROM list_drops d JOIN list_imports i ON i.id = d.import_id
         WHERE d.first_ref = e.first_ref AND (i.state NOT IN ('staged', 'arriving') OR i.id = ?
           OR i.state = 'arriving' AND i.list_id = ?))
       ORDER BY first_ref LIMIT ${RECORDS}`,
    );
    const digest = new RecordsDigest(id);
    for (const { first, last } of ranges) {
      for (let from = first; ; yield) {
        const rows = page.all([from, last, id, arriving]);
        for (const row of rows)
          digest.add({
            list: String(row.list_id),
            key: textOrNull(row.key),
            updatedAt: textOrNull(row.updated_at),
            refs: Number(row.refs),
            record: textOrNull(row.record),
          });
        if (rows.length < RECORDS) break;
        from = Number(rows.at(-1)?.first_ref) + 1;
      }
    }
    return digest.hex();
  }
}

const textOrNull = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
