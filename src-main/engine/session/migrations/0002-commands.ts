import type { Migration } from '../../storage/migration.ts';

export const commandsSchema: Migration = {
  number: 2,
  reason: 'The commands already carried out, with what was asked and what was answered',
  tables: {
    commands: { is: 'local' },
  },
  sql: `
    CREATE TABLE commands (
      id TEXT PRIMARY KEY, asked TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT;
  `,
};
