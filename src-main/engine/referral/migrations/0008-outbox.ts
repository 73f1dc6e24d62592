import { type Migration, oneOf } from '../../storage/migration.ts';

export const referralSchema: Migration = {
  number: 8,
  reason: 'Where referrals go, what waits to go there with its frozen bytes, and what the world did with it',
  tables: {
    destinations: { is: 'local' },
    referrals: {
      is: 'recorded',
      // How far the courier of this workstation is.
      local: ['attempts', 'next_attempt_at', 'reason', 'asked_at', 'report_problem'],
    },
    takedowns: { is: 'recorded' },
    takedown_reports: { is: 'recorded' },
    paused_destinations: { is: 'recorded' },
    desk_contacts: { is: 'local' },
    delivery_attempts: { is: 'local' },
  },
  sql: `
    CREATE TABLE destinations (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, settings TEXT NOT NULL, added_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE referrals (
      line INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, assessment_id TEXT NOT NULL, destination TEXT NOT NULL,
      state TEXT NOT NULL CHECK (${oneOf('state', ['queued', 'sending', 'delivered', 'refused', 'parked', 'withdrawn'])}),
      attempts INTEGER NOT NULL DEFAULT 0, queued_at TEXT NOT NULL, next_attempt_at INTEGER NOT NULL, not_before INTEGER NOT NULL,
      deadline_at TEXT, reason TEXT,
      purpose TEXT NOT NULL CHECK (${oneOf('purpose', ['new', 'amendment', 'retraction'])}),
      in_reply_to TEXT CHECK ((purpose = 'new') = (in_reply_to IS NULL)),
      idempotency_key TEXT NOT NULL, body TEXT NOT NULL,
      delivered_at TEXT, reference TEXT, receipt TEXT, refusal TEXT, asked_at INTEGER, report_problem TEXT,
      UNIQUE (assessment_id, destination)
    ) STRICT;
    CREATE INDEX referrals_line ON referrals (destination, state, line);
    CREATE INDEX referrals_case ON referrals (case_id);
    CREATE TRIGGER referrals_frozen BEFORE UPDATE OF body, idempotency_key, destination, purpose, in_reply_to ON referrals
      BEGIN SELECT RAISE(ABORT, 'a queued referral is frozen'); END;
    CREATE TRIGGER referrals_begun BEFORE UPDATE OF state ON referrals
      WHEN NEW.state = 'withdrawn' AND (OLD.state <> 'queued' OR OLD.attempts > 0) OR OLD.state = 'withdrawn'
      BEGIN SELECT RAISE(ABORT, 'a referral that may have gone out is not taken back, and one taken back never goes'); END;
    CREATE TRIGGER referrals_kept BEFORE DELETE ON referrals
      BEGIN SELECT RAISE(ABORT, 'a referral is never dropped'); END;
    CREATE TABLE takedowns (
      referral_id TEXT NOT NULL, number INTEGER NOT NULL, status TEXT NOT NULL, at TEXT NOT NULL, country TEXT,
      recorded_at TEXT NOT NULL,
      -- Either a report that the desk signed, or a person's statement with its source.
      report_sha256 TEXT REFERENCES takedown_reports (sha256),
      source TEXT, stated_by TEXT, note TEXT, note_id TEXT,
      CHECK ((report_sha256 IS NULL) = (source IS NOT NULL AND stated_by IS NOT NULL AND note IS NOT NULL)),
      PRIMARY KEY (referral_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE takedown_reports (sha256 TEXT PRIMARY KEY, report TEXT NOT NULL) STRICT;
    CREATE TRIGGER takedown_reports_unchanged BEFORE UPDATE ON takedown_reports
      BEGIN SELECT RAISE(ABORT, 'what a desk signed is never changed'); END;
    CREATE TRIGGER takedown_reports_kept BEFORE DELETE ON takedown_reports
      BEGIN SELECT RAISE(ABORT, 'what a desk signed is kept'); END;

    CREATE TABLE paused_destinations (
      destination TEXT PRIMARY KEY, paused_at TEXT NOT NULL, paused_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Whether the desk gave signs of life at the last attempts of this workstation.
    CREATE TABLE desk_contacts (
      destination TEXT PRIMARY KEY, failures INTEGER NOT NULL, silent_since INTEGER, probe_at INTEGER NOT NULL, trouble TEXT
    ) STRICT, WITHOUT ROWID;
    -- An attempt without an end was cut off: the same bytes are sent again.
    CREATE TABLE delivery_attempts (
      referral_id TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT, trouble TEXT,
      PRIMARY KEY (referral_id, number)
    ) STRICT, WITHOUT ROWID;

    -- What other rooms read about referrals.
    CREATE VIEW referrals_made (id, case_id, assessment_id, destination, state, deadline_at, delivered_at) AS
      SELECT id, case_id, assessment_id, destination, state, deadline_at, delivered_at FROM referrals;
    CREATE VIEW takedown_steps (case_id, status, at) AS
      SELECT r.case_id, t.status, t.at FROM takedowns t JOIN referrals r ON r.id = t.referral_id;
  `,
};
