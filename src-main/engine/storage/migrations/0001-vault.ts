import type { Migration } from '../migration.ts';

export const vaultSchema: Migration = {
  number: 1,
  reason:
    'What the vault is, the keys of the workstation, the policies in force, and the commands already carried out',
  sql: `
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE keys (purpose TEXT PRIMARY KEY, private_key TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE policies (
      id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, members TEXT NOT NULL,
      activated_at TEXT NOT NULL, PRIMARY KEY (id, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE commands (
      id TEXT PRIMARY KEY, asked TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
