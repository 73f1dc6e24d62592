import type { Migration } from '../../storage/migration.ts';

export const commandsSchema: Migration = {
  number: 2,
  reason: 'The commands already carried out, with what was asked and what was answered',
  tables: {
    commands: { is: 'local' },
  },
  sql: `
    -- The place follows from the beginning of the id, so that a command is found without an index, whose page each one
    -- would write.
    CREATE TABLE commands (
      place INTEGER PRIMARY KEY, id TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT;
  `,
};
