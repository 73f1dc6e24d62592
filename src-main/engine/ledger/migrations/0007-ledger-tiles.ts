import type { Migration } from '../../storage/migration.ts';

export const ledgerTilesSchema: Migration = {
  number: 7,
  reason:
    'Hashes of the ledger kept as C2SP tiles, so that a proof costs as little in a large ledger as in a small one',
  sql: `
    CREATE TABLE ledger_tiles (
      device TEXT NOT NULL, level INTEGER NOT NULL CHECK (level > 0), idx INTEGER NOT NULL,
      hashes TEXT NOT NULL CHECK (length(hashes) % 64 = 0 AND length(hashes) <= 16384),
      PRIMARY KEY (device, level, idx)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER ledger_tiles_grow BEFORE UPDATE ON ledger_tiles
      WHEN substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes OR NEW.idx <> OLD.idx OR NEW.level <> OLD.level
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_tiles_kept BEFORE DELETE ON ledger_tiles
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  `,
};
