import type { Migration } from '../migration.ts';

export const vaultSchema: Migration = {
  number: 1,
  reason: 'What the vault is, and the keys of the workstation',
  tables: {
    facts: { is: 'local' },
    keys: { is: 'local' },
  },
  sql: `
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE keys (purpose TEXT PRIMARY KEY, private_key TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
