import type { Migration } from '../../migration.ts';

export const peopleSchema: Migration = {
  number: 2,
  reason: 'Who works here, in which role, with which key',
  sql: `
    CREATE TABLE people (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, public_key TEXT NOT NULL,
      added_at TEXT NOT NULL, last_unlock_at TEXT,
      CHECK (role IN ('analyst', 'supervisor', 'administrator', 'auditor'))
    ) STRICT, WITHOUT ROWID;
  `,
};
