import type { Migration } from '../../storage/migration.ts';

export const cosignaturesSchema: Migration = {
  number: 8,
  reason: 'What witnesses signed of the ledger, to be handed out with its checkpoints',
  sql: `
    CREATE TABLE ledger_cosignatures (
      device TEXT NOT NULL, size INTEGER NOT NULL, witness TEXT NOT NULL, line TEXT NOT NULL, cosigned_at TEXT NOT NULL,
      PRIMARY KEY (device, witness, size)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER ledger_cosignatures_unchanged BEFORE UPDATE ON ledger_cosignatures
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_cosignatures_kept BEFORE DELETE ON ledger_cosignatures
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  `,
};
