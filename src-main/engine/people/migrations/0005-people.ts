import { DUTIES } from '../../../../shared/domain/duty.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

export const peopleSchema: Migration = {
  number: 5,
  reason: 'Who works here, in which role, with which key, by whose word, and how long they worked each day',
  tables: {
    people: { is: 'recorded' },
    duty_time: { is: 'local' },
  },
  sql: `
    CREATE TABLE people (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, public_key TEXT NOT NULL,
      added_at TEXT NOT NULL, enrolled_at TEXT, last_unlock_at TEXT, disabled_at TEXT,
      changed_by TEXT NOT NULL,
      CHECK (${oneOf('role', ['analyst', 'supervisor', 'administrator', 'auditor'])})
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER people_added_by_a_supervisor BEFORE INSERT ON people
      WHEN NEW.changed_by <> 'recovery' AND EXISTS (SELECT 1 FROM people) AND NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.changed_by AND id <> NEW.id AND role = 'supervisor' AND disabled_at IS NULL)
      BEGIN SELECT RAISE(ABORT, 'people are added by a supervisor'); END;
    CREATE TRIGGER people_changed_by_another_supervisor
      BEFORE UPDATE OF name, role, public_key, enrolled_at, disabled_at, changed_by ON people
      WHEN NEW.changed_by <> 'recovery' AND NOT EXISTS (
        SELECT 1 FROM people WHERE id = NEW.changed_by AND id <> NEW.id AND role = 'supervisor' AND disabled_at IS NULL)
      -- The supervisor who invited somebody may have gone when they enrol.
      AND (NEW.enrolled_at IS NULL OR OLD.enrolled_at IS NOT NULL)
      BEGIN SELECT RAISE(ABORT, 'people are changed by another person, a supervisor'); END;
    CREATE TRIGGER people_enrol_once BEFORE UPDATE OF enrolled_at ON people
      WHEN NEW.enrolled_at IS NOT NULL AND (OLD.enrolled_at IS NOT NULL OR NEW.public_key = OLD.public_key
        OR OLD.disabled_at IS NOT NULL OR NEW.disabled_at IS NOT NULL
        OR NEW.name <> OLD.name OR NEW.role <> OLD.role OR NEW.changed_by <> OLD.changed_by)
      BEGIN SELECT RAISE(ABORT, 'people enrol once, with a key of their own, and change nothing else'); END;
    CREATE TRIGGER people_kept BEFORE DELETE ON people
      BEGIN SELECT RAISE(ABORT, 'people are disabled, never deleted'); END;
    CREATE TABLE duty_time (
      person_id TEXT NOT NULL, day TEXT NOT NULL, worked_ms INTEGER NOT NULL, extended_ms INTEGER NOT NULL,
      PRIMARY KEY (person_id, day)
    ) STRICT, WITHOUT ROWID;

    -- What other rooms read about people.
    CREATE VIEW person_names (id, name) AS SELECT id, name FROM people;
    CREATE VIEW person_roles (id, role) AS SELECT id, role FROM people;
    CREATE VIEW people_who_assess (id) AS
      SELECT id FROM people WHERE (${oneOf('role', DUTIES.assess)}) AND disabled_at IS NULL;
    CREATE VIEW supervisors (id) AS SELECT id FROM people WHERE role = 'supervisor' AND disabled_at IS NULL;
    CREATE VIEW days_on_duty (person_id, day, worked_ms, extended_ms) AS
      SELECT person_id, day, worked_ms, extended_ms FROM duty_time;
  `,
};
