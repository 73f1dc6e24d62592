import { type Migration, oneOf } from '../../storage/migration.ts';

export const secondReviewSchema: Migration = {
  number: 11,
  reason:
    'Which assessments were drawn for a second person by which seed, what came of it, golden cases, notes to authors',
  tables: {
    sampling_periods: { is: 'recorded' },
    sampling_seals: { is: 'recorded' },
    sampling_draws: { is: 'recorded' },
    second_reviews: { is: 'recorded' },
    assessment_views: { is: 'recorded' },
    golden_cases: { is: 'recorded' },
    golden_answers: { is: 'recorded' },
    review_notes: { is: 'recorded', local: ['read_at'] },
  },
  sql: `
    CREATE TABLE sampling_periods (
      period TEXT PRIMARY KEY, commitment TEXT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT, seed TEXT,
      CHECK (seed IS NULL OR closed_at IS NOT NULL)
    ) STRICT, WITHOUT ROWID;
    -- The seed of a period, sealed to each supervisor at each workstation.
    CREATE TABLE sampling_seals (
      period TEXT NOT NULL, person_id TEXT NOT NULL, public_key TEXT NOT NULL,
      ephemeral TEXT NOT NULL, nonce TEXT NOT NULL, box TEXT NOT NULL, PRIMARY KEY (period, public_key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sampling_draws (
      assessment_id TEXT NOT NULL, period TEXT NOT NULL, rate REAL NOT NULL,
      state TEXT NOT NULL CHECK (${oneOf('state', ['undrawn', 'drawn', 'passed', 'withdrawn'])}),
      PRIMARY KEY (period, assessment_id)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX sampling_draws_undrawn ON sampling_draws (assessment_id) WHERE state = 'undrawn';
    CREATE TABLE second_reviews (
      id TEXT PRIMARY KEY, assessment_id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, first_by TEXT NOT NULL,
      period TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (${oneOf('state', ['waiting', 'agreed', 'disputed', 'upheld', 'overturned', 'withdrawn'])}),
      second_by TEXT, judged_at TEXT, judgement TEXT, route TEXT, settled_by TEXT, settled_at TEXT,
      CHECK ((state = 'waiting' OR state = 'withdrawn') = (second_by IS NULL)),
      CHECK (second_by IS NULL OR second_by <> first_by),
      CHECK (settled_by IS NULL OR (settled_by <> first_by AND settled_by <> second_by))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX second_reviews_unsettled ON second_reviews (state, case_id) WHERE state = 'waiting' OR state = 'disputed';
    CREATE INDEX second_reviews_period ON second_reviews (period, assessment_id);
    CREATE TABLE assessment_views (
      assessment_id TEXT NOT NULL, person_id TEXT NOT NULL, PRIMARY KEY (assessment_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER second_reviews_blind BEFORE UPDATE OF second_by ON second_reviews
      WHEN OLD.second_by IS NOT NULL OR EXISTS (
        SELECT 1 FROM assessment_views WHERE assessment_id = NEW.assessment_id AND person_id = NEW.second_by
      ) AND NOT EXISTS (
        -- Who decided beside it did so before they could see it.
        SELECT 1 FROM assessments_made WHERE parallel_to = NEW.assessment_id AND person_id = NEW.second_by
      ) OR NOT EXISTS (
        SELECT 1 FROM people_who_assess WHERE id = NEW.second_by)
      BEGIN SELECT RAISE(ABORT, 'a second review is made once, by somebody who has not seen the first'); END;
    CREATE TRIGGER second_reviews_settled_by_a_supervisor BEFORE UPDATE OF settled_by ON second_reviews
      WHEN OLD.state <> 'disputed' OR NOT EXISTS (
        SELECT 1 FROM supervisors WHERE id = NEW.settled_by)
      BEGIN SELECT RAISE(ABORT, 'a disagreement is settled once, by a supervisor'); END;
    CREATE TRIGGER second_reviews_same BEFORE UPDATE OF id, assessment_id, first_by, period ON second_reviews
      BEGIN SELECT RAISE(ABORT, 'a draw is never changed'); END;
    CREATE TRIGGER second_reviews_kept BEFORE DELETE ON second_reviews
      BEGIN SELECT RAISE(ABORT, 'a draw is never dropped'); END;
    CREATE TRIGGER assessment_views_kept BEFORE DELETE ON assessment_views
      BEGIN SELECT RAISE(ABORT, 'what was seen was seen'); END;
    CREATE TABLE golden_cases (
      id TEXT PRIMARY KEY, case_id TEXT NOT NULL, assessment_id TEXT NOT NULL,
      added_by TEXT NOT NULL, added_at TEXT NOT NULL, removed_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX golden_cases_once ON golden_cases (case_id) WHERE removed_at IS NULL;
    CREATE TABLE golden_answers (
      golden_id TEXT NOT NULL, person_id TEXT NOT NULL, answered_at TEXT NOT NULL,
      judgement TEXT NOT NULL, route TEXT NOT NULL, correct INTEGER NOT NULL, PRIMARY KEY (golden_id, person_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE review_notes (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      case_id TEXT NOT NULL, assessment_id TEXT NOT NULL, to_person TEXT NOT NULL,
      from_person TEXT NOT NULL, at TEXT NOT NULL, words TEXT NOT NULL, read_at TEXT
    ) STRICT;
    CREATE INDEX review_notes_to ON review_notes (to_person);

    -- The only rule of blindness: which assessment is hidden from whom, and with it everything that reveals it.
    CREATE VIEW hidden_assessments (person_id, case_id, assessment_id) AS
      SELECT p.id, r.case_id, r.assessment_id FROM second_reviews r JOIN person_roles p
        ON p.id <> r.first_by AND p.role IN ('analyst', 'supervisor')
        WHERE r.state = 'waiting' AND NOT EXISTS (
          SELECT 1 FROM assessment_views v WHERE v.assessment_id = r.assessment_id AND v.person_id = p.id)
      UNION ALL
      -- Whoever sees an assessment before its draw could not review it: it is hidden like one that was drawn.
      SELECT p.id, a.case_id, a.id FROM sampling_draws d JOIN assessments_made a ON a.id = d.assessment_id
        JOIN person_roles p ON p.id <> a.person_id AND p.role IN ('analyst', 'supervisor')
        WHERE d.state = 'undrawn' AND NOT EXISTS (
          SELECT 1 FROM assessment_views v WHERE v.assessment_id = a.id AND v.person_id = p.id)
      UNION ALL
      SELECT p.id, g.case_id, g.assessment_id FROM golden_cases g JOIN person_roles p ON p.role = 'analyst'
        WHERE g.removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM assessments_made a WHERE a.id = g.assessment_id AND a.person_id = p.id)
          AND NOT EXISTS (SELECT 1 FROM golden_answers n WHERE n.golden_id = g.id AND n.person_id = p.id);
  `,
};
