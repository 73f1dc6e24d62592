import { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import { ListMeaning, ListTrust, UpdateMode } from '../../../../shared/domain/hash-list.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

/**
 * Values are stored packed, many at a time in base64: looking one up is the index's work, and a row for each would make
 * an import fifty times slower. Every value has a ref, the number the index answers with. The refs of an import are
 * contiguous and, within one numbering, given out only once.
 */
export const hashListsSchema: Migration = {
  number: 10,
  reason: 'Hash lists, their imports, and what stands on them',
  tables: {
    hash_lists: { is: 'recorded' },
    list_versions: { is: 'recorded', local: ['erased_at_hub'] },
    list_imports: { is: 'parcel' },
    list_blocks: { is: 'parcel' },
    list_records: { is: 'parcel' },
    list_drops: { is: 'parcel' },
    list_refs: { is: 'local' },
    list_moves: { is: 'local' },
    list_unfit: { is: 'local' },
    list_refusals: { is: 'local' },
    column_mappings: { is: 'local' },
  },
  sql: `
    CREATE TABLE hash_lists (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, owner TEXT NOT NULL, purpose TEXT NOT NULL,
      meaning TEXT NOT NULL CHECK (${oneOf('meaning', ListMeaning.options)}),
      trust TEXT NOT NULL CHECK (${oneOf('trust', ListTrust.options)}),
      licence TEXT NOT NULL, as_of TEXT, pdq_distance INTEGER NOT NULL, pdq_quality INTEGER NOT NULL,
      stale_after_days INTEGER NOT NULL, version INTEGER NOT NULL, enabled INTEGER NOT NULL CHECK (enabled = 0 OR enabled = 1),
      reading TEXT, counts TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX hash_lists_name ON hash_lists (name_key) WHERE removed_at IS NULL;
    CREATE TRIGGER hash_lists_kept BEFORE DELETE ON hash_lists
      BEGIN SELECT RAISE(ABORT, 'a removed list stays in the history'); END;

    -- What the record says of each import. It is on the list until an entry ends it, at whose place in the log it ended.
    CREATE TABLE list_versions (
      import_id TEXT PRIMARY KEY, list_id TEXT NOT NULL, version INTEGER NOT NULL,
      mode TEXT NOT NULL CHECK (${oneOf('mode', UpdateMode.options)}), format TEXT NOT NULL,
      digest TEXT NOT NULL, files TEXT NOT NULL, counts TEXT NOT NULL, content TEXT NOT NULL,
      imported_at TEXT NOT NULL, imported_by TEXT NOT NULL, ended_at INTEGER,
      -- 1 once this workstation knows that other seats can fetch it no more.
      erased_at_hub INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX list_versions_list ON list_versions (list_id, version);

    -- The content of imports that is here. staged: being imported. arriving: of another seat's import, not whole yet.
    -- current: what answers. replaced: still to be deleted.
    CREATE TABLE list_imports (
      id TEXT PRIMARY KEY, list_id TEXT NOT NULL, version INTEGER NOT NULL,
      mode TEXT NOT NULL CHECK (${oneOf('mode', UpdateMode.options)}), format TEXT NOT NULL,
      state TEXT NOT NULL CHECK (${oneOf('state', ['staged', 'arriving', 'current', 'replaced'])}),
      first_ref INTEGER NOT NULL, last_ref INTEGER, has_records INTEGER NOT NULL DEFAULT 0,
      -- Of one that arrives: the next free ref of its own, and how many of its parcels were taken in.
      next_ref INTEGER, parcels INTEGER, taken INTEGER,
      CHECK (state = 'staged' OR last_ref >= first_ref), CHECK (state <> 'arriving' OR taken <= parcels)
    ) STRICT, WITHOUT ROWID;
    -- Imports whose parcels are not what their entries say.
    CREATE TABLE list_unfit (import_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE INDEX list_imports_list ON list_imports (list_id, version);
    -- All refs are renumbered when many were given out; 'numbering' counts how often.
    CREATE TABLE list_refs (
      only INTEGER PRIMARY KEY CHECK (only = 1), next INTEGER NOT NULL, numbering INTEGER NOT NULL
    ) STRICT;
    INSERT INTO list_refs (only, next, numbering) VALUES (1, 1, 0);
    CREATE TABLE list_moves (
      first_ref INTEGER PRIMARY KEY, last_ref INTEGER NOT NULL, shift INTEGER NOT NULL CHECK (shift >= 0)
    ) STRICT;

    -- Bare values.
    CREATE TABLE list_blocks (
      first_ref INTEGER PRIMARY KEY, algorithm TEXT NOT NULL CHECK (${oneOf('algorithm', HashAlgorithm.options)}),
      count INTEGER NOT NULL, width INTEGER NOT NULL, sums TEXT NOT NULL, qualities TEXT,
      CHECK (length(sums) = (count * width + 2) / 3 * 4)
    ) STRICT;
    -- Records with an id, a classification or more than one value. A tombstone keeps an older record from coming back.
    CREATE TABLE list_records (
      first_ref INTEGER PRIMARY KEY, list_id TEXT NOT NULL, key TEXT, updated_at TEXT, refs INTEGER NOT NULL,
      record TEXT, CHECK (refs > 0)
    ) STRICT;
    CREATE INDEX list_records_key ON list_records (list_id, key) WHERE key IS NOT NULL;
    CREATE VIEW list_rows (first_ref, refs) AS
      SELECT first_ref, count FROM list_blocks UNION ALL SELECT first_ref, refs FROM list_records;
    -- Records of earlier imports that this import replaces or drops, from the moment it is current.
    CREATE TABLE list_drops (
      import_id TEXT NOT NULL, first_ref INTEGER NOT NULL, PRIMARY KEY (first_ref, import_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE list_refusals (
      import_id TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL, row INTEGER, line INTEGER, field TEXT, reason TEXT NOT NULL,
      detail TEXT NOT NULL, PRIMARY KEY (import_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE column_mappings (name TEXT PRIMARY KEY, mapping TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- What other rooms read about lists.
    CREATE VIEW list_names (id, name) AS SELECT id, name FROM hash_lists;
    CREATE VIEW lists_that_answer (id, name, newest, meaning, trust, pdq_distance) AS
      SELECT l.id, l.name,
        (SELECT i.id FROM list_imports i WHERE i.list_id = l.id AND i.state = 'current' ORDER BY i.version DESC LIMIT 1),
        l.meaning, l.trust, l.pdq_distance
      FROM hash_lists l WHERE l.enabled = 1 AND l.removed_at IS NULL
        AND EXISTS (SELECT 1 FROM list_imports i WHERE i.list_id = l.id AND i.state = 'current');
    CREATE VIEW list_ref_moves (first_ref, last_ref, shift) AS SELECT first_ref, last_ref, shift FROM list_moves;
  `,
};
