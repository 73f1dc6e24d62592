import { type Migration, oneOf } from '../../migration.ts';

export const reviewSchema: Migration = {
  number: 4,
  reason:
    'Cases, the keys that identify their subjects, the sightings that make them, and the assessments of them',
  sql: `
    CREATE TABLE cases (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (${oneOf('kind', ['url', 'file'])}), subject TEXT NOT NULL, hashes TEXT,
      state TEXT NOT NULL CHECK (${oneOf('state', ['open', 'held', 'escalated', 'referred', 'closed', 'merged'])}),
      merged_into TEXT,
      taken_in_at TEXT NOT NULL, due_at TEXT NOT NULL,
      sightings INTEGER NOT NULL, first_received_at TEXT, last_received_at TEXT,
      hosting_country TEXT, hosting_named_at TEXT, trusted INTEGER NOT NULL,
      rank INTEGER NOT NULL, why TEXT NOT NULL, rank_changes_at INTEGER,
      claimed_by TEXT, claimed_at TEXT, draft TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cases_queue ON cases (state, rank, due_at, id);
    CREATE INDEX cases_rank_change ON cases (rank_changes_at) WHERE rank_changes_at IS NOT NULL;
    CREATE TABLE case_keys (key TEXT PRIMARY KEY, case_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX case_keys_case ON case_keys (case_id);
    CREATE TABLE sightings (
      case_id TEXT NOT NULL, report_id TEXT NOT NULL, number INTEGER NOT NULL, subject TEXT NOT NULL,
      referrer TEXT, site_type TEXT, hosting_country TEXT, ip TEXT, network TEXT, size_bytes INTEGER, mime_type TEXT,
      PRIMARY KEY (case_id, report_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE assessments (
      id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person_id TEXT NOT NULL, assessed_at TEXT NOT NULL,
      legality TEXT NOT NULL, category TEXT NOT NULL, judgement TEXT NOT NULL, route TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assessments_case ON assessments (case_id);
    CREATE TRIGGER assessments_by_those_who_may BEFORE INSERT ON assessments
      WHEN NOT EXISTS (
        SELECT 1 FROM people
        WHERE id = NEW.person_id AND role IN ('analyst', 'supervisor') AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'cases are assessed by analysts and supervisors'); END;
    CREATE TRIGGER assessments_unchanged BEFORE UPDATE OF person_id, legality, category, judgement, route ON assessments
      BEGIN SELECT RAISE(ABORT, 'an assessment is never changed'); END;
    CREATE TRIGGER assessments_kept BEFORE DELETE ON assessments
      BEGIN SELECT RAISE(ABORT, 'an assessment is never deleted'); END;
  `,
};
