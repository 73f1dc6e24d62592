import { LoadedLabels } from '../../../shared/contract/policy.contract.ts';
import type { Database } from '../storage/database.ts';

export interface StoredLabels {
  id: string;
  version: number;
  /** Canonical JSON. */
  body: string;
  fileSha256: string;
  loadedAt: string;
  loadedBy: string;
}

/** The sets of labels that were loaded. */
export class LabelSetStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ id, version, body, fileSha256, loadedAt, loadedBy }: StoredLabels): void {
    this.#db
      .prepare(
        'INSERT INTO label_sets (id, version, body, file_sha256, loaded_at, loaded_by) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run([id, version, body, fileSha256, loadedAt, loadedBy]);
  }

  /** The latest version of a set; null where none was loaded. */
  latest(id: string): number | null {
    const row = this.#db.prepare('SELECT max(version) AS version FROM label_sets WHERE id = ?').get([id]);
    return row?.version == null ? null : Number(row.version);
  }

  /** Canonical JSON; null where this version was not loaded. */
  find(id: string, version: number): string | null {
    const row = this.#db
      .prepare('SELECT body FROM label_sets WHERE id = ? AND version = ?')
      .get([id, version]);
    return row ? String(row.body) : null;
  }

  /** By id, the latest version first. */
  list(): LoadedLabels[] {
    return this.#db
      .prepare('SELECT body, file_sha256, loaded_at, loaded_by FROM label_sets ORDER BY id, version DESC')
      .all()
      .map((row) =>
        LoadedLabels.parse({
          set: JSON.parse(String(row.body)),
          fileSha256: row.file_sha256,
          loadedAt: row.loaded_at,
          loadedBy: row.loaded_by,
        }),
      );
  }
}
