import type { Migration } from '../../storage/migration.ts';

/** The hashes are kept as tiles, so that a proof costs as little in a large ledger as in a small one. */
export const ledgerSchema: Migration = {
  number: 4,
  reason:
    'The ledger: entries as signed, what they enclose, their tree, the checkpoints made over them, and what witnesses signed of those',
  tables: {
    ledger_entries: { is: 'record' },
    ledger_enclosures: { is: 'record' },
    ledger_checkpoints: { is: 'local' },
    ledger_cosignatures: { is: 'local' },
    ledger_filed: { is: 'derived' },
    ledger_mentions: { is: 'derived' },
    ledger_frontiers: { is: 'derived' },
    ledger_tiles: { is: 'derived' },
  },
  sql: `
    CREATE TABLE ledger_entries (
      -- The place in the hotline's order, and the workstation that signed it with its own number.
      position INTEGER PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
      at TEXT NOT NULL, case_id TEXT, line TEXT NOT NULL
    ) STRICT;
    -- What entries are found by, filed 256 at a time: one by one, each would write a page of every index. Those after the
    -- last one filed are searched in ledger_entries.
    CREATE TABLE ledger_filed (
      position INTEGER PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
      at TEXT NOT NULL, case_id TEXT
    ) STRICT;
    -- That no number stands twice is for those who verify the entries: refused here, it would be refused to whoever makes
    -- the last of 256.
    CREATE INDEX ledger_filed_device ON ledger_filed (device, seq);
    CREATE INDEX ledger_filed_case ON ledger_filed (case_id, position) WHERE case_id IS NOT NULL;
    CREATE INDEX ledger_filed_kind ON ledger_filed (kind, position);
    CREATE INDEX ledger_filed_actor ON ledger_filed (actor, position);
    CREATE INDEX ledger_filed_time ON ledger_filed (at, position);
    CREATE TRIGGER ledger_filed_unchanged BEFORE UPDATE ON ledger_filed
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_filed_kept BEFORE DELETE ON ledger_filed
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    -- What entries enclose: canonical JSON, and the 32 random bytes without which its digest says nothing. An enclosure
    -- may be erased; the entry and its digest stay.
    CREATE TABLE ledger_enclosures (
      position INTEGER PRIMARY KEY, salt TEXT NOT NULL, enclosure TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER ledger_enclosures_unchanged BEFORE UPDATE ON ledger_enclosures
      BEGIN SELECT RAISE(ABORT, 'what an entry encloses is never changed'); END;
    CREATE TABLE ledger_mentions (
      id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX ledger_mentions_entry ON ledger_mentions (position);
    CREATE TABLE ledger_frontiers (
      id INTEGER PRIMARY KEY CHECK (id = 0), size INTEGER NOT NULL, roots TEXT NOT NULL
    ) STRICT;
    -- The place of the last entry, for other rooms.
    CREATE VIEW log_end (position) AS SELECT max(position) FROM ledger_entries;
    CREATE TABLE ledger_checkpoints (
      size INTEGER PRIMARY KEY, note TEXT NOT NULL
    ) STRICT;
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
    CREATE TABLE ledger_tiles (
      level INTEGER NOT NULL CHECK (level > 0), idx INTEGER NOT NULL,
      hashes TEXT NOT NULL CHECK (length(hashes) % 64 = 0 AND length(hashes) <= 1024),
      PRIMARY KEY (level, idx)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER ledger_tiles_grow BEFORE UPDATE ON ledger_tiles
      WHEN substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes OR NEW.idx <> OLD.idx OR NEW.level <> OLD.level
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_tiles_kept BEFORE DELETE ON ledger_tiles
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TABLE ledger_cosignatures (
      size INTEGER NOT NULL, witness TEXT NOT NULL, line TEXT NOT NULL, cosigned_at TEXT NOT NULL,
      PRIMARY KEY (witness, size)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER ledger_cosignatures_unchanged BEFORE UPDATE ON ledger_cosignatures
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_cosignatures_kept BEFORE DELETE ON ledger_cosignatures
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  `,
};
