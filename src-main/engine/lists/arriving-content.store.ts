import type { Database, SqlRow } from '../storage/database.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { ContentRows } from './list-pieces.ts';
import type { RefRange } from './list-ranges.ts';
import type { ListVersion } from './list-version.store.ts';

/** An import whose content is being fetched. */
export interface ArrivingImport {
  import: string;
  first: number;
  last: number;
  parcels: number;
  taken: number;
}

const IS_ON_THE_LIST = `SELECT 1 FROM list_versions v WHERE v.import_id = list_imports.id AND v.ended_at IS NULL`;
/**
 * Content of removed lists, of imports without effect, and of those that are on the list no more: these go on answering until
 * what replaces them is here.
 */
const UNNEEDED = `(state = 'current' OR state = 'arriving') AND NOT EXISTS (${IS_ON_THE_LIST}) AND (state = 'arriving'
  OR NOT EXISTS (SELECT 1 FROM list_versions v WHERE v.import_id = list_imports.id)
  OR NOT EXISTS (SELECT 1 FROM list_versions v WHERE v.list_id = list_imports.list_id AND v.ended_at IS NULL))`;

/** What of lists' content is not here yet, as far as it has come, and what is here that no list needs. */
export class ArrivingContentStore {
  readonly #db: Database;
  readonly #content: ListContentStore;

  constructor(db: Database, content: ListContentStore) {
    this.#db = db;
    this.#content = content;
  }

  /** Imports that are on a list by the record, and whose content is not here: the oldest first. */
  missingOf(list: string): string[] {
    return this.#db
      .prepare(
        `SELECT v.import_id FROM list_versions v WHERE v.list_id = ? AND v.ended_at IS NULL AND NOT EXISTS
           (SELECT 1 FROM list_imports i WHERE i.id = v.import_id AND i.state = 'current') ORDER BY v.version`,
      )
      .all([list])
      .map((row) => String(row.import_id));
  }

  /** The newest version of a list that answers here; 0 where none does. */
  answering(list: string): number {
    const row = this.#db
      .prepare("SELECT max(version) AS version FROM list_imports WHERE list_id = ? AND state = 'current'")
      .get([list]);
    return Number(row?.version ?? 0);
  }

  find(id: string): ArrivingImport | null {
    const row = this.#db.prepare("SELECT * FROM list_imports WHERE id = ? AND state = 'arriving'").get([id]);
    return row ? toArriving(row) : null;
  }

  /** Gives an import its refs, before anything of it is here. Only for the holder of the index's turn. */
  begin(
    { import: id, list, version, mode, format, content }: ListVersion,
    parcels: number,
    refs: number,
  ): void {
    this.#db.transaction(() => {
      const { next } = this.#db.prepare('SELECT next FROM list_refs').get()!;
      const first = Number(next);
      // Every import has at least one ref, so that it can be told whether the index files include it.
      const last = first + Math.max(1, refs) - 1;
      this.#db
        .prepare(
          `INSERT INTO list_imports
             (id, list_id, version, mode, format, state, first_ref, last_ref, has_records, next_ref, parcels, taken)
           VALUES (?, ?, ?, ?, ?, 'arriving', ?, ?, ?, ?, ?, 0)`,
        )
        .run([id, list, version, mode, format, first, last, content.hasRecords ? 1 : 0, first, parcels]);
      this.#db.prepare('UPDATE list_refs SET next = ?').run([last + 1]);
    });
  }

  /**
   * Stores the rows of the next parcel, and what they drop of earlier imports of the list.
   * @param earlier the refs of the list's imports before this one
   * @returns false where they do not fit in the refs that the import was given
   */
  take(
    { import: id, list, mode }: ListVersion,
    { blocks, records }: ContentRows,
    refs: number,
    earlier: readonly Pick<RefRange, 'first' | 'last'>[],
  ): boolean {
    const row = this.#db.prepare('SELECT next_ref, last_ref FROM list_imports WHERE id = ?').get([id]);
    let next = Number(row?.next_ref);
    if (row === undefined || next + refs - 1 > Number(row.last_ref)) return false;
    this.#content.provisional(() => {
      for (const block of blocks) {
        this.#content.insertBlock({ ...block, first: next });
        next += block.count;
      }
      for (const record of records) {
        if (record.key !== null && mode === 'delta') {
          const [known] = this.#content
            .known(list, record.key, 0)
            .filter((one) => earlier.some((range) => one.first >= range.first && one.first <= range.last));
          if (known) this.#content.drop(id, known.first);
        }
        this.#content.insertRecordRow(list, next, record);
        next += record.refs;
      }
      this.#db
        .prepare('UPDATE list_imports SET next_ref = ?, taken = taken + 1 WHERE id = ?')
        .run([next, id]);
    });
    return true;
  }

  /** Refs of records of other imports that imports of a list drop once they are whole. */
  droppedBy(list: string): number[] {
    return this.#db
      .prepare(
        `SELECT e.first_ref, e.refs FROM list_drops d JOIN list_imports i ON i.id = d.import_id
         JOIN list_records e ON e.first_ref = d.first_ref
         WHERE i.list_id = ? AND i.state = 'arriving' AND e.record IS NOT NULL`,
      )
      .all([list])
      .flatMap(({ first_ref: first, refs }) =>
        Array.from({ length: Number(refs) }, (_, i) => Number(first) + i),
      );
  }

  /** Makes what arrived answer, in the place of what the record says is on the list no more. */
  accept(list: string): void {
    this.#db
      .prepare("UPDATE list_imports SET state = 'current' WHERE list_id = ? AND state = 'arriving'")
      .run([list]);
    this.#db
      .prepare(
        `UPDATE list_imports SET state = 'replaced' WHERE list_id = ? AND state = 'current'
           AND NOT EXISTS (${IS_ON_THE_LIST})`,
      )
      .run([list]);
  }

  /** Discards what arrived of a list so far. */
  discard(list: string): void {
    this.#db
      .prepare("UPDATE list_imports SET state = 'replaced' WHERE list_id = ? AND state = 'arriving'")
      .run([list]);
  }

  /** Whether content is here that no list needs. */
  hasUnneeded(): boolean {
    return this.#db.prepare(`SELECT 1 FROM list_imports WHERE ${UNNEEDED} LIMIT 1`).get() !== undefined;
  }

  discardUnneeded(): void {
    this.#db.execute(`UPDATE list_imports SET state = 'replaced' WHERE ${UNNEEDED}`);
  }

  isUnfit(id: string): boolean {
    return this.#db.prepare('SELECT 1 FROM list_unfit WHERE import_id = ?').get([id]) !== undefined;
  }

  setUnfit(id: string, isUnfit: boolean): void {
    this.#db
      .prepare(
        isUnfit
          ? 'INSERT OR IGNORE INTO list_unfit (import_id) VALUES (?)'
          : 'DELETE FROM list_unfit WHERE import_id = ?',
      )
      .run([id]);
  }
}

const toArriving = (row: SqlRow): ArrivingImport => ({
  import: String(row.id),
  first: Number(row.first_ref),
  last: Number(row.last_ref),
  parcels: Number(row.parcels),
  taken: Number(row.taken),
});
