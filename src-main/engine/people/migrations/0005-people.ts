import { DUTIES } from '../../../../shared/domain/duty.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

export const peopleSchema: Migration = {
  number: 5,
  reason: 'Who works here, in which role, with which key, by whose word, and how long they worked each day',
  tables: {
    people: { is: 'recorded' },
    person_keys: { is: 'recorded' },
    duty_time: { is: 'local' },
    duty_elsewhere: { is: 'local' },
    duty_stint: { is: 'local' },
    preferences: { is: 'local' },
    lighter_taken: { is: 'local' },
  },
  sql: `
    CREATE TABLE people (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
      added_at TEXT NOT NULL, last_unlock_at TEXT, disabled_at TEXT, changed_by TEXT NOT NULL,
      CHECK (${oneOf('role', ['analyst', 'supervisor', 'administrator', 'auditor'])})
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER people_added_by_a_supervisor BEFORE INSERT ON people
      WHEN NEW.changed_by <> 'recovery' AND EXISTS (SELECT 1 FROM people) AND NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.changed_by AND id <> NEW.id AND role = 'supervisor' AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'people are added by a supervisor'); END;
    CREATE TRIGGER people_changed_by_another_supervisor
      BEFORE UPDATE OF name, role, disabled_at, changed_by ON people
      WHEN NEW.changed_by <> 'recovery' AND NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.changed_by AND id <> NEW.id AND role = 'supervisor' AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'people are changed by another person, a supervisor'); END;
    CREATE TRIGGER people_kept BEFORE DELETE ON people
      BEGIN SELECT RAISE(ABORT, 'people are disabled, never deleted'); END;
    -- The key with which a person signs at a workstation; that of an invitation until they have enrolled there.
    CREATE TABLE person_keys (
      person_id TEXT NOT NULL, device TEXT NOT NULL, public_key TEXT NOT NULL, enrolled_at TEXT,
      given_by TEXT NOT NULL, PRIMARY KEY (person_id, device)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER person_keys_given_by_a_supervisor BEFORE INSERT ON person_keys
      WHEN NEW.given_by <> 'recovery' AND EXISTS (SELECT 1 FROM person_keys) AND NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.given_by AND role = 'supervisor' AND disabled_at IS NULL)
      -- A workstation in the place of another has the keys of that one.
      AND NOT EXISTS (SELECT 1 FROM person_keys AS former WHERE former.person_id = NEW.person_id
        AND former.public_key = NEW.public_key AND former.given_by = NEW.given_by)
      BEGIN SELECT RAISE(ABORT, 'people are invited by a supervisor'); END;
    CREATE TRIGGER person_keys_replaced_by_another_supervisor BEFORE UPDATE ON person_keys
      -- The supervisor who invited somebody may have gone when they enrol.
      WHEN (NEW.enrolled_at IS NULL OR OLD.enrolled_at IS NOT NULL) AND NEW.given_by <> 'recovery' AND NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.given_by AND id <> NEW.person_id AND role = 'supervisor' AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'a key is replaced by another person, a supervisor'); END;
    CREATE TRIGGER person_keys_enrol_once BEFORE UPDATE OF enrolled_at ON person_keys
      WHEN NEW.enrolled_at IS NOT NULL AND (OLD.enrolled_at IS NOT NULL OR NEW.given_by <> OLD.given_by
        OR NEW.person_id <> OLD.person_id OR NEW.device <> OLD.device
        OR EXISTS (SELECT 1 FROM person_keys WHERE person_id = NEW.person_id AND public_key = NEW.public_key)
        OR NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND disabled_at IS NULL))
      BEGIN SELECT RAISE(ABORT, 'people enrol once, with a key of their own, and change nothing else'); END;
    CREATE TABLE duty_time (
      person_id TEXT NOT NULL, day TEXT NOT NULL, worked_ms INTEGER NOT NULL, extended_ms INTEGER NOT NULL,
      PRIMARY KEY (person_id, day)
    ) STRICT, WITHOUT ROWID;
    -- What the person's other seats left of it, as it was heard of last.
    CREATE TABLE duty_elsewhere (
      person_id TEXT NOT NULL, day TEXT NOT NULL, device TEXT NOT NULL, worked_ms INTEGER NOT NULL,
      extended_ms INTEGER NOT NULL, heard_at TEXT NOT NULL, PRIMARY KEY (person_id, day, device)
    ) STRICT, WITHOUT ROWID;
    -- What a person worked since their last rest, when they were active last, and how long a rest lasts: one row, overwritten.
    CREATE TABLE duty_stint (
      person_id TEXT PRIMARY KEY, worked_ms INTEGER NOT NULL, seen_at_ms INTEGER NOT NULL, rest_until_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    -- How a person wants to be shown what is hard to read, and how often on a day they asked for lighter work: theirs alone.
    CREATE TABLE preferences (person_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE lighter_taken (
      person_id TEXT NOT NULL, day TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (person_id, day)
    ) STRICT, WITHOUT ROWID;

    -- What other rooms read about people.
    CREATE VIEW person_names (id, name) AS SELECT id, name FROM people;
    CREATE VIEW person_roles (id, role) AS SELECT id, role FROM people;
    CREATE VIEW people_who_assess (id) AS
      SELECT id FROM people WHERE (${oneOf('role', DUTIES.assess)}) AND disabled_at IS NULL;
    CREATE VIEW supervisors (id) AS SELECT id FROM people WHERE role = 'supervisor' AND disabled_at IS NULL;
    CREATE VIEW days_on_duty (person_id, day, worked_ms, extended_ms) AS
      SELECT person_id, day, sum(worked_ms), sum(extended_ms) FROM (
        SELECT person_id, day, worked_ms, extended_ms FROM duty_time
        UNION ALL SELECT person_id, day, worked_ms, extended_ms FROM duty_elsewhere)
      GROUP BY person_id, day;
  `,
};
