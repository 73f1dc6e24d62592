import { BlockKind } from '../../../../shared/domain/blocklist.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

export const blocklistSchema: Migration = {
  number: 14,
  reason: 'Which blocking lists were given out, and from which to which each address and host was on them',
  tables: {
    blocklist_exports: { is: 'recorded' },
    blocklist_items: { is: 'recorded' },
  },
  sql: `
    CREATE TABLE blocklist_exports (
      number INTEGER PRIMARY KEY, serial INTEGER NOT NULL UNIQUE, exported_at TEXT NOT NULL, person_id TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER blocklist_exports_unchanged BEFORE UPDATE ON blocklist_exports
      BEGIN SELECT RAISE(ABORT, 'a list that was given out is never changed'); END;
    CREATE TRIGGER blocklist_exports_kept BEFORE DELETE ON blocklist_exports
      BEGIN SELECT RAISE(ABORT, 'a list that was given out is never deleted'); END;
    CREATE TABLE blocklist_items (
      kind TEXT NOT NULL CHECK (${oneOf('kind', BlockKind.options)}), value TEXT NOT NULL,
      added_in INTEGER NOT NULL, removed_in INTEGER, PRIMARY KEY (kind, value, added_in)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER blocklist_items_removed_once BEFORE UPDATE ON blocklist_items
      WHEN OLD.removed_in IS NOT NULL OR NEW.removed_in IS NULL OR NEW.added_in <> OLD.added_in
        OR NEW.kind <> OLD.kind OR NEW.value <> OLD.value
      BEGIN SELECT RAISE(ABORT, 'what a list held is never changed'); END;
    CREATE TRIGGER blocklist_items_kept BEFORE DELETE ON blocklist_items
      BEGIN SELECT RAISE(ABORT, 'what a list held is never deleted'); END;
  `,
};
