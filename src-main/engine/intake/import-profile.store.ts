import { ImportProfile, SavedProfile } from '../../../shared/domain/import-profile.ts';
import type { Database } from '../storage/database.ts';

export interface StoredProfile {
  name: string;
  sha256: string;
  /** Canonical JSON. */
  body: string;
  savedAt: string;
  savedBy: string;
}

/** How tables are read, every version of it. */
export class ImportProfileStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ name, sha256, body, savedAt, savedBy }: StoredProfile): void {
    this.#db
      .prepare(
        `INSERT INTO import_profiles (name, version, sha256, body, saved_at, saved_by)
         SELECT :name, 1 + coalesce(max(version), 0), :sha256, :body, :savedAt, :savedBy
         FROM import_profiles WHERE name = :name`,
      )
      .run({ name, sha256, body, savedAt, savedBy });
  }

  remove(name: string, at: string): void {
    this.#db
      .prepare('UPDATE import_profiles SET removed_at = ? WHERE name = ? AND removed_at IS NULL')
      .run([at, name]);
  }

  /** The profiles in force, by name. */
  list(): SavedProfile[] {
    return this.#db
      .prepare(
        `SELECT i.*, p.name AS person FROM import_profiles i JOIN person_names p ON p.id = i.saved_by
         WHERE i.removed_at IS NULL
         AND i.version = (SELECT max(version) FROM import_profiles o WHERE o.name = i.name) ORDER BY i.name`,
      )
      .all()
      .map((row) =>
        SavedProfile.parse({
          name: row.name,
          version: row.version,
          sha256: row.sha256,
          profile: JSON.parse(String(row.body)),
          savedAt: row.saved_at,
          savedBy: row.person,
        }),
      );
  }

  /** A profile as it was at any time, by its digest. */
  findVersion(sha256: string): ImportProfile | null {
    const row = this.#db.prepare('SELECT body FROM import_profiles WHERE sha256 = ? LIMIT 1').get([sha256]);
    return row ? ImportProfile.parse(JSON.parse(String(row.body))) : null;
  }
}
