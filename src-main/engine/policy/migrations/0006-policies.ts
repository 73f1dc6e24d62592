import { type Migration, oneOf } from '../../storage/migration.ts';

export const policiesSchema: Migration = {
  number: 6,
  reason:
    'Policies are proposed by one supervisor and activated by another, in a known order, and none is ever changed',
  tables: {
    policies: { is: 'recorded' },
    policy_proposals: { is: 'recorded' },
    label_sets: { is: 'recorded' },
  },
  sql: `
    CREATE TABLE policies (
      id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, members TEXT NOT NULL,
      activated_at TEXT NOT NULL, number INTEGER NOT NULL DEFAULT 1, proposal TEXT, activated_by TEXT,
      PRIMARY KEY (id, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE policy_proposals (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, policy_id TEXT NOT NULL, version INTEGER NOT NULL,
      body TEXT NOT NULL, members TEXT NOT NULL,
      proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL,
      settled_as TEXT CHECK (settled_as IS NULL OR ${oneOf('settled_as', ['activated', 'withdrawn'])}),
      settled_by TEXT, settled_at TEXT
    ) STRICT;
    CREATE TRIGGER policy_proposals_by_a_supervisor BEFORE INSERT ON policy_proposals
      WHEN NOT EXISTS (SELECT 1 FROM supervisors WHERE id = NEW.proposed_by) OR NEW.settled_as IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'policies are proposed by a supervisor'); END;
    CREATE TRIGGER policy_proposals_unchanged
      BEFORE UPDATE OF id, policy_id, version, body, members, proposed_by, proposed_at ON policy_proposals
      BEGIN SELECT RAISE(ABORT, 'a proposal is never changed'); END;
    CREATE TRIGGER policy_proposals_settled_once BEFORE UPDATE ON policy_proposals
      WHEN OLD.settled_as IS NOT NULL OR NEW.settled_as IS NULL OR NOT EXISTS (SELECT 1 FROM supervisors WHERE id = NEW.settled_by)
      BEGIN SELECT RAISE(ABORT, 'a proposal is settled once, by a supervisor'); END;
    CREATE TRIGGER policy_proposals_kept BEFORE DELETE ON policy_proposals
      BEGIN SELECT RAISE(ABORT, 'a proposal is withdrawn, never deleted'); END;
    CREATE TRIGGER policies_activated_by_another BEFORE INSERT ON policies
      WHEN EXISTS (SELECT 1 FROM policies) AND NOT EXISTS (
        SELECT 1 FROM policy_proposals p
        WHERE p.id = NEW.proposal AND p.policy_id = NEW.id AND p.version = NEW.version
          AND p.body = NEW.body AND p.members = NEW.members AND p.settled_as IS NULL
          AND EXISTS (SELECT 1 FROM supervisors WHERE id = NEW.activated_by)
          AND (p.proposed_by <> NEW.activated_by OR NOT EXISTS (SELECT 1 FROM supervisors WHERE id <> NEW.activated_by)))
      BEGIN SELECT RAISE(ABORT, 'a policy is activated as it was proposed, by another supervisor'); END;
    CREATE TRIGGER policies_unchanged BEFORE UPDATE ON policies
      BEGIN SELECT RAISE(ABORT, 'a policy is never changed'); END;
    CREATE TRIGGER policies_kept BEFORE DELETE ON policies
      BEGIN SELECT RAISE(ABORT, 'a policy is never deleted'); END;
    CREATE TABLE label_sets (
      id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, file_sha256 TEXT NOT NULL,
      loaded_at TEXT NOT NULL, loaded_by TEXT NOT NULL, PRIMARY KEY (id, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER label_sets_by_a_supervisor BEFORE INSERT ON label_sets
      WHEN NOT EXISTS (SELECT 1 FROM supervisors WHERE id = NEW.loaded_by)
      BEGIN SELECT RAISE(ABORT, 'labels are loaded by a supervisor'); END;
    CREATE TRIGGER label_sets_unchanged BEFORE UPDATE ON label_sets
      BEGIN SELECT RAISE(ABORT, 'a set of labels is never changed'); END;
    CREATE TRIGGER label_sets_kept BEFORE DELETE ON label_sets
      BEGIN SELECT RAISE(ABORT, 'a set of labels is never deleted'); END;
  `,
};
