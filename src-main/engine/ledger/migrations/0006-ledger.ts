import type { Migration } from '../../storage/migration.ts';

export const auditSchema: Migration = {
  number: 6,
  reason: 'The ledger: entries as signed, the right edge of their tree, and the checkpoints made over them',
  sql: `
    CREATE TABLE ledger_entries (
      device TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
      case_id TEXT, line TEXT NOT NULL, PRIMARY KEY (device, seq)
    ) STRICT;
    CREATE INDEX ledger_entries_case ON ledger_entries (device, case_id, seq) WHERE case_id IS NOT NULL;
    CREATE INDEX ledger_entries_kind ON ledger_entries (device, kind, seq);
    CREATE INDEX ledger_entries_actor ON ledger_entries (device, actor, seq);
    CREATE INDEX ledger_entries_time ON ledger_entries (device, at, seq);
    CREATE TABLE ledger_mentions (
      device TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (device, id, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX ledger_mentions_entry ON ledger_mentions (device, seq);
    CREATE TABLE ledger_frontiers (
      device TEXT PRIMARY KEY, size INTEGER NOT NULL, roots TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger_checkpoints (
      device TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (device, size)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER ledger_entries_unchanged BEFORE UPDATE ON ledger_entries
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_entries_kept BEFORE DELETE ON ledger_entries
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_mentions_unchanged BEFORE UPDATE ON ledger_mentions
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_mentions_kept BEFORE DELETE ON ledger_mentions
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_checkpoints_unchanged BEFORE UPDATE ON ledger_checkpoints
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_checkpoints_kept BEFORE DELETE ON ledger_checkpoints
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  `,
};
