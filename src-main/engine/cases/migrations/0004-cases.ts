import { AssignmentReason } from '../../../../shared/domain/assignment.ts';
import { ReopenReason } from '../../../../shared/domain/case.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

export const reviewSchema: Migration = {
  number: 4,
  reason:
    'Cases, the keys that identify their subjects, the sightings that make them, the assessments of them, and to whom they were given',
  sql: `
    CREATE TABLE cases (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (${oneOf('kind', ['url', 'link', 'file'])}), subject TEXT NOT NULL, hashes TEXT,
      state TEXT NOT NULL CHECK (${oneOf('state', ['open', 'held', 'escalated', 'referred', 'closed', 'merged'])}),
      merged_into TEXT,
      taken_in_at TEXT NOT NULL, due_at TEXT NOT NULL,
      sightings INTEGER NOT NULL, first_received_at TEXT, last_received_at TEXT,
      hosting_country TEXT, hosting_named_at TEXT, trusted INTEGER NOT NULL,
      rank INTEGER NOT NULL, why TEXT NOT NULL, rank_changes_at INTEGER,
      claimed_by TEXT, claimed_at TEXT, assigned_to TEXT, draft TEXT, draft_by TEXT, draft_at TEXT,
      reopened_because TEXT CHECK (${oneOf('reopened_because', ReopenReason.options)}), reopened_at TEXT,
      CHECK ((reopened_because IS NULL) = (reopened_at IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cases_queue ON cases (state, rank, due_at, id);
    CREATE INDEX cases_queue_by_country ON cases (state, hosting_country, rank, due_at, id);
    CREATE INDEX cases_rank_change ON cases (rank_changes_at) WHERE rank_changes_at IS NOT NULL;
    CREATE INDEX cases_claimed ON cases (claimed_by, state) WHERE claimed_by IS NOT NULL;
    CREATE INDEX cases_assigned ON cases (assigned_to, state) WHERE assigned_to IS NOT NULL;
    CREATE INDEX cases_drafts ON cases (draft_by, draft_at) WHERE draft_by IS NOT NULL;
    CREATE TABLE case_keys (key TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (key, case_id)) STRICT, WITHOUT ROWID;
    CREATE INDEX case_keys_case ON case_keys (case_id);
    CREATE TABLE sightings (
      case_id TEXT NOT NULL, report_id TEXT NOT NULL, number INTEGER NOT NULL, subject TEXT NOT NULL,
      referrer TEXT, site_type TEXT, hosting_country TEXT, ip TEXT, network TEXT, size_bytes INTEGER, mime_type TEXT,
      PRIMARY KEY (case_id, report_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE assessments (
      id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person_id TEXT NOT NULL, assessed_at TEXT NOT NULL,
      legality TEXT NOT NULL, category TEXT NOT NULL, judgement TEXT NOT NULL, route TEXT NOT NULL,
      state_before TEXT NOT NULL, due_at TEXT NOT NULL, held_until TEXT, withdrawn_at TEXT,
      corrects TEXT, correction_reason TEXT, CHECK ((corrects IS NULL) = (correction_reason IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assessments_case ON assessments (case_id);
    CREATE INDEX assessments_person ON assessments (person_id, assessed_at);
    CREATE TRIGGER assessments_by_those_who_may BEFORE INSERT ON assessments
      WHEN NOT EXISTS (
        SELECT 1 FROM people
        WHERE id = NEW.person_id AND role IN ('analyst', 'supervisor') AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'cases are assessed by analysts and supervisors'); END;
    CREATE TRIGGER assessments_unchanged BEFORE UPDATE OF person_id, legality, category, judgement, route, state_before, due_at, held_until, corrects, correction_reason ON assessments
      BEGIN SELECT RAISE(ABORT, 'an assessment is never changed'); END;
    CREATE TRIGGER assessments_withdrawn_once BEFORE UPDATE OF withdrawn_at ON assessments
      WHEN OLD.withdrawn_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM referrals WHERE assessment_id = NEW.id AND state <> 'withdrawn')
      BEGIN SELECT RAISE(ABORT, 'an assessment is taken back once, before anything of it goes out'); END;
    CREATE TRIGGER assessments_kept BEFORE DELETE ON assessments
      BEGIN SELECT RAISE(ABORT, 'an assessment is never deleted'); END;
    CREATE TABLE assignments (
      id TEXT PRIMARY KEY, case_id TEXT NOT NULL, person_id TEXT NOT NULL, assigned_at TEXT NOT NULL,
      from_person TEXT, to_person TEXT, reason TEXT NOT NULL, words TEXT NOT NULL, words_sha256 TEXT NOT NULL UNIQUE,
      CHECK (${oneOf('reason', AssignmentReason.options)}),
      CHECK (from_person IS NOT NULL OR to_person IS NOT NULL)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assignments_case ON assignments (case_id);
    CREATE TRIGGER assignments_by_a_supervisor BEFORE INSERT ON assignments
      WHEN NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.person_id AND role = 'supervisor' AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'cases are given and taken by supervisors'); END;
    CREATE TRIGGER assignments_to_those_who_may BEFORE INSERT ON assignments
      WHEN NEW.to_person IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people
        WHERE id = NEW.to_person AND role IN ('analyst', 'supervisor') AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'cases are given to analysts and supervisors'); END;
    CREATE TRIGGER assignments_unchanged
      BEFORE UPDATE OF id, person_id, assigned_at, from_person, to_person, reason, words, words_sha256 ON assignments
      BEGIN SELECT RAISE(ABORT, 'an assignment is never changed'); END;
    CREATE TRIGGER assignments_kept BEFORE DELETE ON assignments
      BEGIN SELECT RAISE(ABORT, 'an assignment is never deleted'); END;
    CREATE TRIGGER cases_given_by_an_assignment BEFORE UPDATE OF assigned_to ON cases
      WHEN NEW.assigned_to IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assignments WHERE case_id = NEW.id AND to_person = NEW.assigned_to)
      BEGIN SELECT RAISE(ABORT, 'a case is given to somebody by a supervisor'); END;
  `,
};
