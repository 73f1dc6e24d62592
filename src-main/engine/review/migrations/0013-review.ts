import { AssignmentReason } from '../../../../shared/domain/assignment.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

/**
 * Words are found by every three characters of them. The two indexes hold no text and no row of their own, only where
 * such characters stand: `found_words` by the line of a sighting, `found_notes` by the number of an assessment. What is
 * found is read again from its own row.
 */
export const reviewSchema: Migration = {
  number: 13,
  reason:
    'To whom supervisors gave cases and from whom they took them, that nobody has a case otherwise, the lists they named, and the words by which cases are found',
  tables: {
    assignments: { is: 'recorded' },
    saved_views: { is: 'local' },
    begun_views: { is: 'local' },
    found_words: { is: 'index' },
    found_notes: { is: 'index' },
    search_progress: { is: 'index' },
  },
  sql: `
    CREATE TABLE assignments (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, person_id TEXT NOT NULL, assigned_at TEXT NOT NULL,
      from_person TEXT, to_person TEXT, reason TEXT NOT NULL, words TEXT NOT NULL, words_sha256 TEXT NOT NULL UNIQUE,
      CHECK (${oneOf('reason', AssignmentReason.options)}),
      CHECK (from_person IS NOT NULL OR to_person IS NOT NULL)
    ) STRICT;
    CREATE INDEX assignments_case ON assignments (case_id);
    CREATE TRIGGER assignments_by_a_supervisor BEFORE INSERT ON assignments
      WHEN NOT EXISTS (
        SELECT 1 FROM supervisors WHERE id = NEW.person_id)
      BEGIN SELECT RAISE(ABORT, 'cases are given and taken by supervisors'); END;
    CREATE TRIGGER assignments_to_those_who_may BEFORE INSERT ON assignments
      WHEN NEW.to_person IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM people_who_assess WHERE id = NEW.to_person)
      BEGIN SELECT RAISE(ABORT, 'cases are given to analysts and supervisors'); END;
    CREATE TRIGGER assignments_unchanged
      BEFORE UPDATE OF person_id, assigned_at, from_person, to_person, reason, words_sha256 ON assignments
      BEGIN SELECT RAISE(ABORT, 'an assignment is never changed'); END;
    -- The id would let few words be guessed from their digest.
    CREATE TRIGGER assignments_only_erased BEFORE UPDATE OF id, words ON assignments
      WHEN NEW.words <> '' OR NEW.id <> OLD.words_sha256
      BEGIN SELECT RAISE(ABORT, 'an assignment is never changed, but for the erasing of its words'); END;
    CREATE TRIGGER assignments_kept BEFORE DELETE ON assignments
      BEGIN SELECT RAISE(ABORT, 'an assignment is never deleted'); END;
    -- On the table of cases, so that no write to that table can bypass it.
    CREATE TRIGGER cases_given_by_an_assignment BEFORE UPDATE OF assigned_to ON cases
      WHEN NEW.assigned_to IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assignments WHERE case_id = NEW.id AND to_person = NEW.assigned_to)
      BEGIN SELECT RAISE(ABORT, 'a case is given to somebody by a supervisor'); END;

    -- Lists of cases that people named, by the name in small letters, and the one each of them begins with.
    CREATE TABLE saved_views (
      name_key TEXT PRIMARY KEY, name TEXT NOT NULL, view TEXT NOT NULL, saved_by TEXT NOT NULL, saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE begun_views (person_id TEXT PRIMARY KEY, name_key TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE found_words USING fts5 (words, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1');
    CREATE VIRTUAL TABLE found_notes USING fts5 (words, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1');
    -- The last sighting and the last assessment that were read into the indexes.
    CREATE TABLE search_progress (
      one INTEGER PRIMARY KEY CHECK (one = 0), sightings INTEGER NOT NULL, notes INTEGER NOT NULL
    ) STRICT;
    INSERT INTO search_progress (one, sightings, notes) VALUES (0, 0, 0);
  `,
};
