import { ConsultationResult } from '../../../../shared/domain/consultation.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';
import { HELD_UNTIL, MAY_BE_HELD } from '../held-until.ts';

export const referralSchema: Migration = {
  number: 8,
  reason: 'Where referrals go, what waits to go there with its frozen bytes, and what the world did with it',
  tables: {
    destinations: { is: 'local' },
    referrals: {
      is: 'recorded',
      // How far the courier of this workstation is.
      local: [
        ...['attempts', 'next_attempt_at', 'reason', 'asked_at', 'report_problem', 'in_doubt', 'released'],
        'shortened_to',
      ],
    },
    contacts: { is: 'recorded' },
    takedowns: { is: 'recorded' },
    takedown_reports: { is: 'recorded' },
    consultations: { is: 'recorded' },
    channel_notes: { is: 'local' },
    desk_contacts: { is: 'local' },
    desk_certificates: { is: 'local' },
    delivery_attempts: { is: 'local' },
  },
  sql: `
    CREATE TABLE destinations (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, settings TEXT NOT NULL, added_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE referrals (
      line INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, assessment_id TEXT NOT NULL, destination TEXT NOT NULL,
      state TEXT NOT NULL CHECK (${oneOf('state', ['queued', 'sending', 'delivered', 'refused', 'parked', 'withdrawn', 'void'])}),
      attempts INTEGER NOT NULL DEFAULT 0, queued_at TEXT NOT NULL, next_attempt_at INTEGER NOT NULL, not_before INTEGER NOT NULL,
      -- When the hold ends instead of not_before, where the clock was set back since the decision.
      shortened_to INTEGER,
      deadline_at TEXT, reason TEXT,
      purpose TEXT NOT NULL CHECK (${oneOf('purpose', ['new', 'amendment', 'retraction'])}),
      in_reply_to TEXT CHECK ((purpose = 'new') = (in_reply_to IS NULL)),
      idempotency_key TEXT NOT NULL, body TEXT NOT NULL,
      -- The place of the decision's entry: nothing goes out before that is settled.
      position INTEGER NOT NULL,
      delivered_at TEXT, reference TEXT, receipt TEXT, refusal TEXT, asked_at INTEGER, report_problem TEXT, erased_at TEXT,
      -- The address a notice went to, and when the referral was put into a file that is carried by hand.
      sent_to TEXT, sealed_at TEXT,
      -- Whether an attempt may have reached the desk, and whether a person let it go again after it was parked.
      in_doubt INTEGER NOT NULL DEFAULT 0, released INTEGER NOT NULL DEFAULT 0,
      -- By the case, so that one index serves it and the search by case: each index more is a page more of every decision.
      UNIQUE (case_id, assessment_id, destination)
    ) STRICT;
    CREATE INDEX referrals_line ON referrals (destination, state, line);
    CREATE INDEX referrals_held ON referrals (${HELD_UNTIL}) WHERE ${MAY_BE_HELD};
    CREATE INDEX referrals_sent_to ON referrals (sent_to) WHERE sent_to IS NOT NULL;
    CREATE INDEX referrals_reference ON referrals (reference) WHERE reference IS NOT NULL;
    CREATE TRIGGER referrals_frozen BEFORE UPDATE OF idempotency_key, destination, purpose, in_reply_to ON referrals
      BEGIN SELECT RAISE(ABORT, 'a queued referral is frozen'); END;
    CREATE TRIGGER referrals_frozen_body BEFORE UPDATE OF body, erased_at ON referrals
      WHEN OLD.state = 'queued' OR OLD.state = 'sending' OR OLD.state = 'parked' OR NEW.erased_at IS NULL
        OR NEW.body <> json_set(OLD.body, '$.assessment.judgement.note', '')
      BEGIN SELECT RAISE(ABORT, 'a referral is frozen, but for the erasing of its note once it waits for nothing'); END;
    CREATE TRIGGER referrals_begun BEFORE UPDATE OF state ON referrals
      WHEN NEW.state = 'withdrawn' AND OLD.state <> 'void' AND (OLD.state <> 'queued' OR OLD.attempts > 0 OR OLD.sealed_at IS NOT NULL)
        OR OLD.state = 'withdrawn'
      BEGIN SELECT RAISE(ABORT, 'a referral that may have gone out is not taken back, and one taken back never goes'); END;
    CREATE TRIGGER referrals_kept BEFORE DELETE ON referrals
      BEGIN SELECT RAISE(ABORT, 'a referral is never dropped'); END;
    CREATE TABLE contacts (
      number INTEGER PRIMARY KEY, scope TEXT NOT NULL, value TEXT NOT NULL, address TEXT NOT NULL, language TEXT NOT NULL,
      name TEXT NOT NULL, UNIQUE (scope, value)
    ) STRICT;
    CREATE TABLE takedowns (
      referral_id TEXT NOT NULL, number INTEGER NOT NULL, status TEXT NOT NULL, at TEXT NOT NULL, country TEXT,
      recorded_at TEXT NOT NULL,
      source TEXT NOT NULL,
      -- Either a report of the desk or the statement of a partner, or what a person typed.
      report_sha256 TEXT REFERENCES takedown_reports (sha256),
      stated_by TEXT, note TEXT,
      CHECK ((report_sha256 IS NULL) = (stated_by IS NOT NULL AND note IS NOT NULL)),
      PRIMARY KEY (referral_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE takedown_reports (sha256 TEXT PRIMARY KEY, report TEXT NOT NULL) STRICT;
    CREATE TRIGGER takedown_reports_unchanged BEFORE UPDATE ON takedown_reports
      BEGIN SELECT RAISE(ABORT, 'what a desk stated is never changed'); END;
    CREATE TRIGGER takedown_reports_kept BEFORE DELETE ON takedown_reports
      BEGIN SELECT RAISE(ABORT, 'what a desk stated is kept'); END;
    CREATE TABLE consultations (
      number INTEGER PRIMARY KEY, case_id TEXT NOT NULL, base TEXT NOT NULL,
      result TEXT NOT NULL CHECK (${oneOf('result', ConsultationResult.options)}),
      at TEXT NOT NULL, recorded_at TEXT NOT NULL, stated_by TEXT NOT NULL, note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX consultations_case ON consultations (case_id);
    CREATE TRIGGER consultations_unchanged BEFORE UPDATE OF base, result, at, recorded_at, stated_by ON consultations
      BEGIN SELECT RAISE(ABORT, 'a consultation is never changed'); END;
    CREATE TRIGGER consultations_only_erased BEFORE UPDATE OF note ON consultations WHEN NEW.note <> ''
      BEGIN SELECT RAISE(ABORT, 'a consultation is never changed, but for the erasing of its note'); END;
    CREATE TRIGGER consultations_kept BEFORE DELETE ON consultations
      BEGIN SELECT RAISE(ABORT, 'a consultation is kept'); END;
    -- How far a channel is with one referral, where that takes several calls.
    CREATE TABLE channel_notes (referral_id TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- Whether the desk gave signs of life at the last attempts of this workstation.
    CREATE TABLE desk_contacts (
      destination TEXT PRIMARY KEY, failures INTEGER NOT NULL, silent_since INTEGER, probe_at INTEGER NOT NULL, trouble TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE desk_certificates (
      destination TEXT PRIMARY KEY, ends_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- An attempt without an end was cut off: the same bytes are sent again.
    CREATE TABLE delivery_attempts (
      referral_id TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, ended_at INTEGER, outcome TEXT, trouble TEXT,
      PRIMARY KEY (referral_id, number)
    ) STRICT, WITHOUT ROWID;

    -- What other rooms read about referrals.
    CREATE VIEW referrals_made (id, case_id, assessment_id, destination, state, deadline_at, delivered_at) AS
      SELECT id, case_id, assessment_id, destination, state, deadline_at, delivered_at FROM referrals;
    CREATE VIEW takedown_steps (case_id, status, at, stated_at) AS
      SELECT r.case_id, t.status, t.at, CASE WHEN t.stated_by IS NOT NULL THEN t.recorded_at END FROM takedowns t JOIN referrals r ON r.id = t.referral_id;
    CREATE VIEW notices_sent (referral_id, address) AS SELECT id, sent_to FROM referrals WHERE sent_to IS NOT NULL;
    CREATE VIEW provider_names (address, name) AS SELECT address, min(name) FROM contacts WHERE name <> '' GROUP BY address;
    CREATE VIEW consultations_made (case_id, recorded_at) AS SELECT case_id, recorded_at FROM consultations;
  `,
};
