import { MatchVerdict } from '../../../../shared/domain/case-match.ts';
import { FeedbackAlgorithm } from '../../../../shared/domain/feedback-reason.ts';
import { ListMeaning } from '../../../../shared/domain/hash-list.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

/**
 * A match is named by its values, not by refs: each import of a list gives new refs, while a verdict on a match stays.
 * `pair` is what the verdict is about: the two values, and what the list means by its own.
 */
export const caseMatchesSchema: Migration = {
  number: 12,
  reason:
    'What lists know of cases, what people said of it and why, records that flood, and how far matching has come',
  tables: {
    cases_to_match: { is: 'derived' },
    case_matches: { is: 'derived' },
    match_run: { is: 'derived' },
    list_hits: { is: 'derived' },
    list_hit_cases: { is: 'derived' },
    case_prints: { is: 'derived' },
    match_verdicts: { is: 'recorded' },
    match_quarantines: { is: 'recorded' },
    feedback_reasons: { is: 'local' },
  },
  sql: `
    -- Cases that are new, or whose values changed, since the lists were asked.
    CREATE TABLE cases_to_match (case_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE case_matches (
      case_id TEXT NOT NULL, id TEXT NOT NULL, list_id TEXT NOT NULL, ref INTEGER NOT NULL, record TEXT NOT NULL,
      algorithm TEXT NOT NULL, case_value TEXT NOT NULL, value TEXT NOT NULL, distance INTEGER NOT NULL,
      meaning TEXT NOT NULL CHECK (${oneOf('meaning', ListMeaning.options)}),
      pair TEXT NOT NULL, matched_at TEXT NOT NULL, PRIMARY KEY (case_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX case_matches_record ON case_matches (list_id, record, matched_at);
    CREATE INDEX case_matches_pair ON case_matches (pair);

    -- The run over all cases after lists changed: 'lists' is their state when it began; 'run' is null once it ended.
    CREATE TABLE match_run (
      only INTEGER PRIMARY KEY CHECK (only = 1), lists TEXT NOT NULL, run TEXT, after_case TEXT NOT NULL,
      done INTEGER NOT NULL, total INTEGER NOT NULL, matched INTEGER NOT NULL, matches INTEGER NOT NULL
    ) STRICT;
    INSERT INTO match_run (only, lists, after_case, done, total, matched, matches) VALUES (1, '[]', '', 0, 0, 0, 0);
    -- Cases newly matched on a day, and the day each was counted: a list that is disabled for a while matches none of
    -- them anew.
    CREATE TABLE list_hits (
      list_id TEXT NOT NULL, day TEXT NOT NULL, cases INTEGER NOT NULL, PRIMARY KEY (list_id, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE list_hit_cases (
      list_id TEXT NOT NULL, case_id TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (list_id, case_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE match_verdicts (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      pair TEXT NOT NULL, case_id TEXT NOT NULL, list_id TEXT NOT NULL, record TEXT NOT NULL,
      algorithm TEXT NOT NULL, case_value TEXT NOT NULL, value TEXT NOT NULL, distance INTEGER NOT NULL,
      meaning TEXT NOT NULL, verdict TEXT NOT NULL CHECK (${oneOf('verdict', MatchVerdict.options)}), reason TEXT NOT NULL,
      person_id TEXT NOT NULL, said_at TEXT NOT NULL, reported_at TEXT
    ) STRICT;
    CREATE INDEX match_verdicts_pair ON match_verdicts (pair);
    CREATE INDEX match_verdicts_list ON match_verdicts (list_id);
    CREATE INDEX match_verdicts_case ON match_verdicts (case_id);
    CREATE TRIGGER match_verdicts_by_those_who_may BEFORE INSERT ON match_verdicts
      WHEN NOT EXISTS (
        SELECT 1 FROM people_who_assess WHERE id = NEW.person_id)
      BEGIN SELECT RAISE(ABORT, 'matches are judged by analysts and supervisors'); END;
    CREATE TRIGGER match_verdicts_unchanged
      BEFORE UPDATE OF id, pair, list_id, record, algorithm, case_value, value, distance, meaning, verdict, person_id,
        said_at ON match_verdicts
      BEGIN SELECT RAISE(ABORT, 'what somebody said of a match is never changed'); END;
    CREATE TRIGGER match_verdicts_only_erased BEFORE UPDATE OF reason ON match_verdicts WHEN NEW.reason <> ''
      BEGIN SELECT RAISE(ABORT, 'what somebody said of a match is never changed, but for the erasing of the reason'); END;
    CREATE TRIGGER match_verdicts_kept BEFORE DELETE ON match_verdicts
      BEGIN SELECT RAISE(ABORT, 'what somebody said of a match is never deleted'); END;

    CREATE TABLE match_quarantines (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      list_id TEXT NOT NULL, record TEXT NOT NULL, algorithm TEXT NOT NULL, value TEXT NOT NULL,
      meaning TEXT NOT NULL, cases INTEGER NOT NULL, quarantined_at TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'quarantined' CHECK (${oneOf('state', ['quarantined', 'released', 'removed'])}),
      decided_at TEXT, decided_by TEXT, UNIQUE (list_id, record),
      CHECK ((state = 'quarantined') = (decided_by IS NULL))
    ) STRICT;
    CREATE TRIGGER match_quarantines_decided_by_a_supervisor BEFORE UPDATE OF state ON match_quarantines
      WHEN OLD.state <> 'quarantined' OR NOT EXISTS (
        SELECT 1 FROM supervisors WHERE id = NEW.decided_by)
      BEGIN SELECT RAISE(ABORT, 'a quarantine is ended once, by a supervisor'); END;
    CREATE TRIGGER match_quarantines_same
      BEFORE UPDATE OF id, list_id, record, algorithm, value, meaning, cases, quarantined_at ON match_quarantines
      BEGIN SELECT RAISE(ABORT, 'a quarantine is never changed'); END;
    CREATE TRIGGER match_quarantines_kept BEFORE DELETE ON match_quarantines
      BEGIN SELECT RAISE(ABORT, 'a quarantine is never dropped'); END;

    -- Values that make cases similar: those that identify no file.
    CREATE TABLE case_prints (
      ref INTEGER PRIMARY KEY, case_id TEXT NOT NULL, algorithm TEXT NOT NULL, value TEXT NOT NULL,
      CHECK (${oneOf('algorithm', ['pdq', 'photodna'])})
    ) STRICT;
    CREATE INDEX case_prints_case ON case_prints (case_id);

    -- The reasons for disagreeing that the owner of a list offers.
    CREATE TABLE feedback_reasons (
      list_id TEXT NOT NULL, algorithm TEXT NOT NULL CHECK (${oneOf('algorithm', FeedbackAlgorithm.options)}),
      guid TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (list_id, algorithm, guid)
    ) STRICT, WITHOUT ROWID;
  `,
};
