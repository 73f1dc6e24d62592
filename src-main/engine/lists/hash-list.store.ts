import type { SavedMapping } from '../../../shared/contract/lists.contract.ts';
import {
  ColumnMapping,
  HashListInfo,
  type ListFormat,
  ListMeaning,
  ListReading,
  ListTrust,
  type UpdateMode,
} from '../../../shared/domain/hash-list.ts';
import { HashListId } from '../../../shared/domain/ids.ts';
import { ListRefusal } from '../../../shared/domain/list-record.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { RefRange } from './list-ranges.ts';
import type { StoredList, StoredLists } from './stored-list.ts';

/** The content of an import that was accepted. */
export interface AcceptedImport {
  id: string;
  version: number;
  lastRef: number;
  hasRecords: boolean;
}

/** Lists and their imports; their contents are ListContentStore's. */
export class HashListStore implements StoredLists {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /**
   * Runs a transaction for an import that does not count yet. A power cut may lose it; the next durable transaction
   * keeps it.
   */
  provisional<Result>(work: () => Result): Result {
    return this.#db.provisional(work);
  }

  /**
   * Flushes provisional transactions to the disk, in parallel with other work.
   * @throws Failure STORAGE
   */
  flushLog(): Promise<void> {
    return this.#db.flushLog();
  }

  insert(list: StoredList, at: string): void {
    this.#db
      .prepare(
        `INSERT INTO hash_lists (name, name_key, owner, purpose, meaning, trust, licence, as_of, pdq_distance, pdq_quality,
           stale_after_days, version, enabled, reading, counts, id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([...columnsOf(list), list.id, at]);
  }

  update(list: StoredList): void {
    this.#db
      .prepare(
        `UPDATE hash_lists SET name = ?, name_key = ?, owner = ?, purpose = ?, meaning = ?, trust = ?, licence = ?, as_of = ?,
           pdq_distance = ?, pdq_quality = ?, stale_after_days = ?, version = ?, enabled = ?, reading = ?, counts = ?
         WHERE id = ?`,
      )
      .run([...columnsOf(list), list.id]);
  }

  /** The list answers nothing any more, and its name is free. */
  remove(id: string, at: string): void {
    this.#db.prepare('UPDATE hash_lists SET removed_at = ?, enabled = 0 WHERE id = ?').run([at, id]);
  }

  /** All lists that were not removed, by name. */
  list(): StoredList[] {
    return this.#db
      .prepare('SELECT * FROM hash_lists WHERE removed_at IS NULL ORDER BY name_key')
      .all()
      .map(toList);
  }

  find(id: string): StoredList | null {
    const row = this.#db.prepare('SELECT * FROM hash_lists WHERE id = ? AND removed_at IS NULL').get([id]);
    return row ? toList(row) : null;
  }

  /** The list with this name, in any letter case. */
  findByName(name: string): StoredList | null {
    const row = this.#db
      .prepare('SELECT * FROM hash_lists WHERE name_key = ? AND removed_at IS NULL')
      .get([nameKey(name)]);
    return row ? toList(row) : null;
  }

  /** Stores an import that begins; only `accept` makes it part of the list. */
  stage(id: string, list: string, version: number, mode: UpdateMode, format: ListFormat): void {
    this.#db
      .prepare(
        `INSERT INTO list_imports (id, list_id, version, mode, format, state, first_ref)
         VALUES (?, ?, ?, ?, ?, 'staged', (SELECT next FROM list_refs))`,
      )
      .run([id, list, version, mode, format]);
  }

  /** The first ref that was never given out. */
  nextRef(): number {
    return Number(this.#db.prepare('SELECT next FROM list_refs').get()?.next);
  }

  /** Refs below this are never given out again. */
  takeRefsBelow(next: number): void {
    this.#db.prepare('UPDATE list_refs SET next = max(next, ?)').run([next]);
  }

  accept({ id, version, lastRef, hasRecords }: AcceptedImport): void {
    this.#db
      .prepare(
        "UPDATE list_imports SET state = 'current', version = ?, last_ref = ?, has_records = ? WHERE id = ?",
      )
      .run([version, lastRef, hasRecords ? 1 : 0, id]);
    this.takeRefsBelow(lastRef + 1);
  }

  /** Marks what earlier imports brought as no longer on the list; `ListContentStore.sweep` deletes it. */
  replaceImports(list: string): void {
    this.#db
      .prepare("UPDATE list_imports SET state = 'replaced' WHERE list_id = ? AND state = 'current'")
      .run([list]);
  }

  /** Refs of all current imports of all lists, ascending. */
  currentRanges(): RefRange[] {
    return this.#db
      .prepare("SELECT * FROM list_imports WHERE state = 'current' ORDER BY first_ref")
      .all()
      .map((row) => ({
        import: String(row.id),
        list: HashListId.parse(row.list_id),
        first: Number(row.first_ref),
        last: Number(row.last_ref),
        hasRecords: row.has_records === 1,
      }));
  }

  insertRefusals(id: string, from: number, refusals: readonly ListRefusal[]): void {
    const insert = this.#db.prepare(
      `INSERT INTO list_refusals (import_id, number, file, row, line, field, reason, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    refusals.forEach(({ file, row, line, field, reason, detail }, index) => {
      insert.run([id, from + index, file, row, line ?? null, field, reason, JSON.stringify(detail)]);
    });
  }

  refusals(id: string, after: number, limit: number): ListRefusal[] {
    return this.#db
      .prepare(
        `SELECT file, row, line, field, reason, detail FROM list_refusals
         WHERE import_id = ? AND number >= ? ORDER BY number LIMIT +?`,
      )
      .all([id, after, limit])
      .map(({ line, detail, ...row }) =>
        ListRefusal.parse({
          ...row,
          ...(line === null ? {} : { line }),
          detail: JSON.parse(String(detail)),
        }),
      );
  }

  mappings(): SavedMapping[] {
    return this.#db
      .prepare('SELECT * FROM column_mappings ORDER BY name')
      .all()
      .map((row) => ({
        name: String(row.name),
        mapping: ColumnMapping.parse(JSON.parse(String(row.mapping))),
        savedAt: String(row.saved_at),
      }));
  }

  saveMapping({ name, mapping, savedAt }: SavedMapping): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO column_mappings (name, mapping, saved_at) VALUES (?, ?, ?)')
      .run([name, JSON.stringify(mapping), savedAt]);
  }

  /** @returns whether it existed */
  removeMapping(name: string): boolean {
    return this.#db.prepare('DELETE FROM column_mappings WHERE name = ?').run([name]).changes > 0;
  }
}

const nameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

const columnsOf = (list: StoredList): (string | number | null)[] => [
  list.name,
  nameKey(list.name),
  list.owner,
  list.purpose,
  list.meaning,
  list.trust,
  list.licence,
  list.asOf,
  list.pdqDistance,
  list.pdqQuality,
  list.staleAfterDays,
  list.version,
  list.enabled ? 1 : 0,
  list.reading === null ? null : canonicalText(list.reading),
  canonicalText(list.counts),
];

const toList = (row: SqlRow): StoredList => ({
  id: HashListId.parse(row.id),
  name: String(row.name),
  owner: String(row.owner),
  purpose: String(row.purpose),
  meaning: ListMeaning.parse(row.meaning),
  trust: ListTrust.parse(row.trust),
  licence: String(row.licence),
  asOf: row.as_of === null ? null : String(row.as_of),
  pdqDistance: Number(row.pdq_distance),
  pdqQuality: Number(row.pdq_quality),
  staleAfterDays: Number(row.stale_after_days),
  version: Number(row.version),
  enabled: row.enabled === 1,
  reading: row.reading === null ? null : ListReading.parse(JSON.parse(String(row.reading))),
  counts: HashListInfo.shape.counts.parse(JSON.parse(String(row.counts))),
});
