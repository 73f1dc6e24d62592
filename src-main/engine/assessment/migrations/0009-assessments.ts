import type { Migration } from '../../storage/migration.ts';

/**
 * A decision is one of the largest rows: with a rowid, a new one goes to the end of the last page, and without, pages
 * beside it are written anew. FAIL leaves nothing behind of a single row, and unlike ABORT opens no journal for it.
 */
export const assessmentsSchema: Migration = {
  number: 9,
  reason: 'What people decided about cases, one row a decision, never changed and taken back at most once',
  tables: {
    assessments: { is: 'recorded' },
  },
  sql: `
    CREATE TABLE assessments (
      -- In the order of the record, here and in the tables after this one: ids hold times, and clocks are set back.
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      case_id TEXT NOT NULL, person_id TEXT NOT NULL, assessed_at TEXT NOT NULL,
      legality TEXT NOT NULL, category TEXT NOT NULL, judgement TEXT NOT NULL, route TEXT NOT NULL,
      state_before TEXT NOT NULL, due_at TEXT NOT NULL, held_until TEXT, withdrawn_at TEXT,
      -- The place of its entry, and the workstation that made it: whether somebody else had seen it follows from these.
      position INTEGER NOT NULL, device TEXT NOT NULL,
      -- The decision that stands, where this one was made beside it, and when that was recorded.
      parallel_to TEXT, paralleled_at TEXT,
      corrects TEXT, correction_reason TEXT, CHECK ((corrects IS NULL) = (correction_reason IS NULL))
    ) STRICT;
    CREATE INDEX assessments_case ON assessments (case_id);
    CREATE INDEX assessments_person ON assessments (person_id);
    CREATE INDEX assessments_parallel ON assessments (parallel_to) WHERE parallel_to IS NOT NULL;
    CREATE TRIGGER assessments_by_those_who_may BEFORE INSERT ON assessments
      WHEN NOT EXISTS (
        SELECT 1 FROM people_who_assess WHERE id = NEW.person_id)
      BEGIN SELECT RAISE(FAIL, 'cases are assessed by analysts and supervisors'); END;
    CREATE TRIGGER assessments_unchanged
      BEFORE UPDATE OF person_id, legality, category, route, state_before, due_at, held_until, corrects, position, device
      ON assessments
      BEGIN SELECT RAISE(ABORT, 'an assessment is never changed'); END;
    CREATE TRIGGER assessments_only_erased BEFORE UPDATE OF judgement, correction_reason ON assessments
      WHEN NEW.judgement <> json_set(OLD.judgement, '$.note', '') OR NEW.correction_reason <> ''
      BEGIN SELECT RAISE(ABORT, 'an assessment is never changed, but for the erasing of its texts'); END;
    CREATE TRIGGER assessments_withdrawn_once BEFORE UPDATE OF withdrawn_at ON assessments
      WHEN OLD.withdrawn_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM referrals_made WHERE case_id = NEW.case_id AND assessment_id = NEW.id AND state <> 'withdrawn')
      BEGIN SELECT RAISE(ABORT, 'an assessment is taken back once, before anything of it goes out'); END;
    CREATE TRIGGER assessments_kept BEFORE DELETE ON assessments
      BEGIN SELECT RAISE(ABORT, 'an assessment is never deleted'); END;

    -- What other rooms read about assessments.
    CREATE VIEW assessments_made (
      number, id, case_id, person_id, assessed_at, legality, category, judgement, route, due_at, withdrawn_at, parallel_to
    ) AS SELECT number, id, case_id, person_id, assessed_at, legality, category, judgement, route, due_at, withdrawn_at,
      parallel_to FROM assessments;
  `,
};
