import { z } from 'zod';
import type { ListImport, SavedMapping } from '../../../shared/contract/lists.contract.ts';
import {
  ColumnMapping,
  HashListInfo,
  type ListFormat,
  ListMeaning,
  ListReading,
  ListTrust,
  UpdateMode,
} from '../../../shared/domain/hash-list.ts';
import { HashListId, ListImportId } from '../../../shared/domain/ids.ts';
import { ListRefusal } from '../../../shared/domain/list-record.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { RefRange } from './list-ranges.ts';
import type { StoredList, StoredLists } from './stored-list.ts';

/** What an accepted import states about itself, kept for good. */
export interface AcceptedImport {
  id: string;
  version: number;
  digest: string;
  files: ListImport['files'];
  counts: ImportCounts;
  importedAt: string;
  importedBy: string;
  lastRef: number;
  hasRecords: boolean;
}

export const ImportCounts = z.object({
  added: z.int(),
  updated: z.int(),
  deleted: z.int(),
  values: z.int(),
  refused: z.int(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

const Files = z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() }));

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

  accept(accepted: AcceptedImport): void {
    this.#db
      .prepare(
        `UPDATE list_imports SET state = 'current', version = ?, digest = ?, files = ?, counts = ?, imported_at = ?,
           imported_by = ?, last_ref = ?, has_records = ? WHERE id = ?`,
      )
      .run([
        accepted.version,
        accepted.digest,
        JSON.stringify(accepted.files),
        JSON.stringify(accepted.counts),
        accepted.importedAt,
        accepted.importedBy,
        accepted.lastRef,
        accepted.hasRecords ? 1 : 0,
        accepted.id,
      ]);
    this.takeRefsBelow(accepted.lastRef + 1);
  }

  /** Marks what earlier imports brought as no longer on the list; `ListContentStore.sweep` deletes it. */
  replaceImports(list: string): void {
    this.#db
      .prepare("UPDATE list_imports SET state = 'replaced' WHERE list_id = ? AND state = 'current'")
      .run([list]);
  }

  /** The newest first. */
  imports(list: string): ListImport[] {
    return this.#db
      .prepare(
        `SELECT i.*, p.name AS person FROM list_imports i LEFT JOIN person_names p ON p.id = i.imported_by
         WHERE i.list_id = ? AND i.counts IS NOT NULL ORDER BY i.version DESC`,
      )
      .all([list])
      .map(toImport);
  }

  /** Time of the newest import; null where there is none. */
  lastImportedAt(list: string): string | null {
    const row = this.#db
      .prepare(
        'SELECT imported_at FROM list_imports WHERE list_id = ? AND counts IS NOT NULL ORDER BY version DESC LIMIT 1',
      )
      .get([list]);
    return row ? String(row.imported_at) : null;
  }

  /** Digests of the current imports of a list, the oldest first. */
  currentDigests(list: string): string[] {
    return this.#db
      .prepare("SELECT digest FROM list_imports WHERE list_id = ? AND state = 'current' ORDER BY version")
      .all([list])
      .map((row) => String(row.digest));
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

const toImport = (row: SqlRow): ListImport => {
  const counts = ImportCounts.parse(JSON.parse(String(row.counts)));
  return {
    id: ListImportId.parse(row.id),
    list: HashListId.parse(row.list_id),
    version: Number(row.version),
    mode: UpdateMode.parse(row.mode),
    format: row.format as ListFormat,
    importedAt: String(row.imported_at),
    importedBy: String(row.person ?? ''),
    files: Files.parse(JSON.parse(String(row.files))),
    added: counts.added,
    updated: counts.updated,
    deleted: counts.deleted,
    values: counts.values,
    refusedTotal: counts.refused,
    isCurrent: row.state === 'current',
  };
};
