import { z } from 'zod';
import type { ListImport } from '../../../shared/contract/lists.contract.ts';
import { type ListFormat, UpdateMode } from '../../../shared/domain/hash-list.ts';
import { HashListId, ListImportId } from '../../../shared/domain/ids.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Database, SqlRow } from '../storage/database.ts';

const Counts = z.strictObject({
  added: z.int(),
  updated: z.int(),
  deleted: z.int(),
  values: z.int(),
  refused: z.int(),
});
const Files = z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() }));
const Content = z.strictObject({
  valuesSha256: z.string(),
  hasRecords: z.boolean(),
  recordsSha256: z.string(),
});
/** Digests of what an import brought: of its bare values, and of all records on the list since. */
export type StatedContent = z.infer<typeof Content>;

/** An import as its entry states it. */
export interface ListVersion {
  import: ListImportId;
  list: HashListId;
  version: number;
  mode: UpdateMode;
  format: ListFormat;
  content: StatedContent;
}

/** What is kept of an import for good. */
export interface RecordedVersion extends ListVersion {
  /** Of how the files were read, and of what was in them. */
  digest: string;
  files: ListImport['files'];
  counts: z.infer<typeof Counts>;
  at: string;
  by: string;
}

/** What the record says of the imports of lists. Their contents are elsewhere, and may be on their way. */
export class ListVersionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(version: RecordedVersion): void {
    this.#db
      .prepare(
        `INSERT INTO list_versions (import_id, list_id, version, mode, format, digest, files, counts, content, imported_at, imported_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        ...[version.import, version.list, version.version, version.mode, version.format, version.digest],
        ...[version.files, version.counts, version.content].map((value) => canonicalText(value)),
        ...[version.at, version.by],
      ]);
  }

  /** What earlier imports brought is on the list no more. @param position the place of the entry that ends them */
  end(list: string, position: number): void {
    this.#db
      .prepare('UPDATE list_versions SET ended_at = ? WHERE list_id = ? AND ended_at IS NULL')
      .run([position, list]);
  }

  /** What is on the lists that were not removed: by list, the oldest import first. */
  current(): ListVersion[] {
    return this.#db
      .prepare('SELECT * FROM list_versions WHERE ended_at IS NULL ORDER BY list_id, version')
      .all()
      .map(toVersion);
  }

  /** Imports that entries before this place ended, and that other seats may still fetch. */
  ended(before: number): ListImportId[] {
    return this.#db
      .prepare('SELECT import_id FROM list_versions WHERE ended_at < ? AND erased_at_hub = 0')
      .all([before])
      .map((row) => ListImportId.parse(row.import_id));
  }

  erasedAtHub(id: string): void {
    this.#db.prepare('UPDATE list_versions SET erased_at_hub = 1 WHERE import_id = ?').run([id]);
  }

  /** The newest first. */
  history(list: string): ListImport[] {
    return this.#db
      .prepare(
        `SELECT v.*, p.name AS person FROM list_versions v LEFT JOIN person_names p ON p.id = v.imported_by
         WHERE v.list_id = ? ORDER BY v.version DESC`,
      )
      .all([list])
      .map(toImport);
  }

  /** Time of the newest import; null where there is none. */
  lastImportedAt(list: string): string | null {
    const row = this.#db
      .prepare('SELECT imported_at FROM list_versions WHERE list_id = ? ORDER BY version DESC LIMIT 1')
      .get([list]);
    return row ? String(row.imported_at) : null;
  }

  /** Digests of the current imports of a list, the oldest first. */
  currentDigests(list: string): string[] {
    return this.#db
      .prepare('SELECT digest FROM list_versions WHERE list_id = ? AND ended_at IS NULL ORDER BY version')
      .all([list])
      .map((row) => String(row.digest));
  }
}

const toVersion = (row: SqlRow): ListVersion => ({
  import: ListImportId.parse(row.import_id),
  list: HashListId.parse(row.list_id),
  version: Number(row.version),
  mode: UpdateMode.parse(row.mode),
  format: row.format as ListFormat,
  content: Content.parse(JSON.parse(String(row.content))),
});

const toImport = (row: SqlRow): ListImport => {
  const { import: id, list, version, mode, format } = toVersion(row);
  const { added, updated, deleted, values, refused } = Counts.parse(JSON.parse(String(row.counts)));
  return {
    ...{ id, list, version, mode, format, added, updated, deleted, values, refusedTotal: refused },
    importedAt: String(row.imported_at),
    importedBy: String(row.person ?? ''),
    files: Files.parse(JSON.parse(String(row.files))),
    isCurrent: row.ended_at === null,
  };
};
