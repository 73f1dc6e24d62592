import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Database } from '../../src-main/engine/storage/database.ts';
import { migrate } from '../../src-main/engine/storage/migration.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { schemaText } from '../../tools/make-schema.ts';
import { aFolder } from '../support/a-folder.ts';

const stored = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema.sql'), 'utf8');

describe('docs/schema.sql', () => {
  test('is what `npm run schema` makes of the migrations', () => {
    expect(stored).toBe(schemaText());
  });

  test('makes the database that the migrations make', () => {
    using folder = aFolder();
    const made = (name: string, make: (db: Database) => void) => {
      const db = Database.create(join(folder.path, name), new Uint8Array(32).fill(5));
      make(db);
      const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all();
      db.close();
      return rows.map((row) => ({ ...row, sql: String(row.sql).replaceAll(/\s+/g, ' ') }));
    };
    expect(made('of-the-file.db', (db) => db.execute(stored))).toEqual(
      made('of-the-migrations.db', (db) => migrate(db, migrations)),
    );
  });
});
