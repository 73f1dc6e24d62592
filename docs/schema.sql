-- The database of a vault, encrypted by SQLCipher. Made from src-main/engine/<room>/migrations by `npm run schema`: change those.
-- Each step is one room of the engine, the lowest first. A room's SQL names its own tables, and views that rooms below it offer.
-- What each table is: the record (the ledger itself); recorded (follows from the record and can be rebuilt from it); a parcel
-- (content written once, while it is read in, which entries name by digest); derived (computed from other rows, and can be thrown
-- away); index (like derived, made of them in the background); local (belongs to this workstation).

-- 1. What the vault is, and the keys of the workstation.
--    facts: local
--    keys: local

CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keys (purpose TEXT PRIMARY KEY, private_key TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- 2. The commands already carried out, with what was asked and what was answered.
--    commands: local

-- The place follows from the beginning of the id, so that a command is found without an index, whose page each one
-- would write.
CREATE TABLE commands (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

-- 3. Cases, the keys that identify their subjects, the sightings that make them, and how many there are of each sort.
--    cases: recorded; derived: due_at, trusted, rank, why, known_as, decided_as, decided_by, legality, category; local: draft, draft_by, draft_at, draft_holder
--    case_keys: recorded
--    sightings: recorded
--    case_aliases: recorded
--    case_counts: derived

-- Ids of cases are spread at random, so that rows in their order would each fill a page of their own while a file is
-- stored. The rows stand in the order of the record, and only short entries of an index are spread.
CREATE TABLE cases (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind = 'url' OR kind = 'link' OR kind = 'file'), subject TEXT NOT NULL, hashes TEXT,
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'held' OR state = 'escalated' OR state = 'referred' OR state = 'closed' OR state = 'merged'),
  merged_into TEXT,
  taken_in_at TEXT NOT NULL, due_at TEXT NOT NULL,
  sightings INTEGER NOT NULL, first_received_at TEXT, last_received_at TEXT,
  hosting_country TEXT, hosting_named_at TEXT, trusted INTEGER NOT NULL, channels INTEGER NOT NULL,
  rank INTEGER NOT NULL, why TEXT NOT NULL,
  claimed_by TEXT, claimed_at TEXT, assigned_to TEXT, draft TEXT, draft_by TEXT, draft_at TEXT, draft_holder TEXT,
  known_as TEXT CHECK (known_as IS NULL OR known_as = 'baseline' OR known_as = 'national' OR known_as = 'listed'),
  reopened_because TEXT CHECK (reopened_because = 'reported-again' OR reopened_because = 'on-a-list' OR reopened_because = 'moved' OR reopened_because = 'refused'), reopened_at TEXT,
  -- Of the assessment that stands, while the case is decided: its number, and what decided cases are found by.
  decided_as INTEGER, decided_by TEXT, legality TEXT, category TEXT,
  CHECK ((reopened_because IS NULL) = (reopened_at IS NULL))
) STRICT;
-- The orders of the queue, each with all it is filtered by, so that what a filter leaves out costs no row. A decided
-- case is in the last alone: a decision takes it out of the others, and adds it at the end of that one.
CREATE INDEX cases_queue ON cases (state, rank, due_at, number, kind, hosting_country, known_as, channels)
  WHERE state = 'open' OR state = 'held' OR state = 'escalated' OR state = 'merged';
CREATE INDEX cases_queue_by_country ON cases (state, hosting_country, rank, due_at, number, kind, known_as, channels)
  WHERE state = 'open' OR state = 'held' OR state = 'escalated' OR state = 'merged';
CREATE INDEX cases_queue_known ON cases (state, known_as, rank, due_at, number, kind, hosting_country, channels)
  WHERE known_as IS NOT NULL AND (state = 'open' OR state = 'held' OR state = 'escalated' OR state = 'merged');
CREATE INDEX cases_due ON cases (state, due_at, number, kind, hosting_country, known_as, channels, sightings)
  WHERE state = 'open' OR state = 'held' OR state = 'escalated' OR state = 'merged';
CREATE INDEX cases_several ON cases (state, sightings, due_at, number, kind, hosting_country, known_as, channels)
  WHERE sightings > 1 AND (state = 'open' OR state = 'held' OR state = 'escalated' OR state = 'merged');
CREATE INDEX cases_decided ON cases (decided_as, state, decided_by, legality, category, kind, hosting_country, known_as, channels)
  WHERE decided_as IS NOT NULL;
CREATE INDEX cases_claimed ON cases (claimed_by, state) WHERE claimed_by IS NOT NULL;
CREATE INDEX cases_assigned ON cases (assigned_to, state) WHERE assigned_to IS NOT NULL;
CREATE INDEX cases_drafts ON cases (draft_holder, draft_at) WHERE draft_holder IS NOT NULL;
CREATE TABLE case_keys (key TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (key, case_id)) STRICT, WITHOUT ROWID;
-- An address identifies one case, which it never leaves; only files can turn out to be the same.
CREATE INDEX case_keys_case ON case_keys (case_id) WHERE substr(key, 1, 4) <> 'url:';
CREATE TABLE sightings (
  line INTEGER PRIMARY KEY, case_number INTEGER NOT NULL, report_id TEXT NOT NULL, number INTEGER NOT NULL, subject TEXT NOT NULL,
  referrer TEXT, site_type TEXT, hosting_country TEXT, ip TEXT, network TEXT, size_bytes INTEGER, mime_type TEXT,
  UNIQUE (report_id, number)
) STRICT;
CREATE INDEX sightings_case ON sightings (case_number);
-- Ids that cases would have had, whose subjects joined another by a weaker hash: at a seat that had only the one report
-- the case had this id, and people acted on it.
CREATE TABLE case_aliases (id TEXT PRIMARY KEY, case_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE case_counts (
  state TEXT NOT NULL, kind TEXT NOT NULL, hosting_country TEXT NOT NULL, known_as TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (state, kind, hosting_country, known_as)
) STRICT, WITHOUT ROWID;

-- What other rooms read about cases.
CREATE VIEW cases_in_full (
  id, kind, subject, hashes, state, merged_into, taken_in_at, due_at, sightings, first_received_at, last_received_at,
  hosting_country, hosting_named_at, trusted, channels, rank, why, claimed_by, claimed_at, assigned_to, known_as,
  reopened_because, reopened_at, decided_as, decided_by, legality, category, number
) AS SELECT
  id, kind, subject, hashes, state, merged_into, taken_in_at, due_at, sightings, first_received_at, last_received_at,
  hosting_country, hosting_named_at, trusted, channels, rank, why, claimed_by, claimed_at, assigned_to, known_as,
  reopened_because, reopened_at, decided_as, decided_by, legality, category, number FROM cases;
CREATE VIEW case_subjects (id, kind, subject, hashes, state) AS SELECT id, kind, subject, hashes, state FROM cases;
CREATE VIEW case_holders (id, state, claimed_by, assigned_to, draft_holder, draft_at) AS
  SELECT id, state, claimed_by, assigned_to, draft_holder, draft_at FROM cases;
CREATE VIEW case_identities (key, case_id) AS SELECT key, case_id FROM case_keys;
CREATE VIEW case_tallies (state, kind, hosting_country, known_as, n) AS
  SELECT state, kind, hosting_country, known_as, n FROM case_counts;
CREATE VIEW case_sightings (
  line, case_id, case_number, report_id, number, subject, referrer, site_type, hosting_country, ip
) AS
  SELECT s.line, c.id, s.case_number, s.report_id, s.number, s.subject, s.referrer, s.site_type, s.hosting_country, s.ip
  -- Every sighting has its case; so joined, what only counts them reads no case.
  FROM sightings s LEFT JOIN cases c ON c.number = s.case_number;

-- 4. The ledger: entries as signed, what they enclose, their tree, the checkpoints made over them, and what witnesses signed of those.
--    ledger_entries: record
--    ledger_enclosures: record
--    ledger_checkpoints: local
--    ledger_cosignatures: local
--    ledger_filed: derived
--    ledger_mentions: derived
--    ledger_frontiers: derived
--    ledger_tiles: derived

CREATE TABLE ledger_entries (
  -- The place in the hotline's order, and the workstation that signed it with its own number.
  position INTEGER PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
  at TEXT NOT NULL, case_id TEXT, line TEXT NOT NULL
) STRICT;
-- What entries are found by, filed 256 at a time: one by one, each would write a page of every index. Those after the
-- last one filed are searched in ledger_entries.
CREATE TABLE ledger_filed (
  position INTEGER PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
  at TEXT NOT NULL, case_id TEXT
) STRICT;
-- That no number stands twice is for those who verify the entries: refused here, it would be refused to whoever makes
-- the last of 256.
CREATE INDEX ledger_filed_device ON ledger_filed (device, seq);
CREATE INDEX ledger_filed_case ON ledger_filed (case_id, position) WHERE case_id IS NOT NULL;
CREATE INDEX ledger_filed_kind ON ledger_filed (kind, position);
CREATE INDEX ledger_filed_actor ON ledger_filed (actor, position);
CREATE INDEX ledger_filed_time ON ledger_filed (at, position);
CREATE TRIGGER ledger_filed_unchanged BEFORE UPDATE ON ledger_filed
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_filed_kept BEFORE DELETE ON ledger_filed
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- What entries enclose: canonical JSON, and the 32 random bytes without which its digest says nothing. An enclosure
-- may be erased; the entry and its digest stay.
CREATE TABLE ledger_enclosures (
  position INTEGER PRIMARY KEY, salt TEXT NOT NULL, enclosure TEXT NOT NULL
) STRICT;
CREATE TRIGGER ledger_enclosures_unchanged BEFORE UPDATE ON ledger_enclosures
  BEGIN SELECT RAISE(ABORT, 'what an entry encloses is never changed'); END;
CREATE TABLE ledger_mentions (
  id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_mentions_entry ON ledger_mentions (position);
CREATE TABLE ledger_frontiers (
  id INTEGER PRIMARY KEY CHECK (id = 0), size INTEGER NOT NULL, roots TEXT NOT NULL
) STRICT;
-- The place of the last entry, for other rooms.
CREATE VIEW log_end (position) AS SELECT max(position) FROM ledger_entries;
CREATE TABLE ledger_checkpoints (
  size INTEGER PRIMARY KEY, note TEXT NOT NULL
) STRICT;
CREATE TRIGGER ledger_entries_unchanged BEFORE UPDATE ON ledger_entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_entries_kept BEFORE DELETE ON ledger_entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_mentions_unchanged BEFORE UPDATE ON ledger_mentions
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_mentions_kept BEFORE DELETE ON ledger_mentions
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_checkpoints_unchanged BEFORE UPDATE ON ledger_checkpoints
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_checkpoints_kept BEFORE DELETE ON ledger_checkpoints
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE ledger_tiles (
  level INTEGER NOT NULL CHECK (level > 0), idx INTEGER NOT NULL,
  hashes TEXT NOT NULL CHECK (length(hashes) % 64 = 0 AND length(hashes) <= 1024),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_tiles_grow BEFORE UPDATE ON ledger_tiles
  WHEN substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes OR NEW.idx <> OLD.idx OR NEW.level <> OLD.level
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_tiles_kept BEFORE DELETE ON ledger_tiles
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE ledger_cosignatures (
  size INTEGER NOT NULL, witness TEXT NOT NULL, line TEXT NOT NULL, cosigned_at TEXT NOT NULL,
  PRIMARY KEY (witness, size)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_cosignatures_unchanged BEFORE UPDATE ON ledger_cosignatures
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_cosignatures_kept BEFORE DELETE ON ledger_cosignatures
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- 5. Who works here, in which role, with which key, by whose word, and how long they worked each day.
--    people: recorded
--    person_keys: recorded
--    duty_time: local
--    duty_elsewhere: local
--    duty_stint: local
--    preferences: local
--    lighter_taken: local

CREATE TABLE people (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
  added_at TEXT NOT NULL, last_unlock_at TEXT, disabled_at TEXT, changed_by TEXT NOT NULL,
  CHECK (role = 'analyst' OR role = 'supervisor' OR role = 'administrator' OR role = 'auditor')
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
  SELECT id FROM people WHERE (role = 'analyst' OR role = 'supervisor') AND disabled_at IS NULL;
CREATE VIEW supervisors (id) AS SELECT id FROM people WHERE role = 'supervisor' AND disabled_at IS NULL;
CREATE VIEW days_on_duty (person_id, day, worked_ms, extended_ms) AS
  SELECT person_id, day, sum(worked_ms), sum(extended_ms) FROM (
    SELECT person_id, day, worked_ms, extended_ms FROM duty_time
    UNION ALL SELECT person_id, day, worked_ms, extended_ms FROM duty_elsewhere)
  GROUP BY person_id, day;

-- 6. Policies are proposed by one supervisor and activated by another, in a known order, and none is ever changed.
--    policies: recorded
--    policy_proposals: recorded
--    label_sets: recorded

CREATE TABLE policies (
  id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, members TEXT NOT NULL,
  activated_at TEXT NOT NULL, number INTEGER NOT NULL DEFAULT 1, proposal TEXT, activated_by TEXT,
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE policy_proposals (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, policy_id TEXT NOT NULL, version INTEGER NOT NULL,
  body TEXT NOT NULL, members TEXT NOT NULL,
  proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL,
  settled_as TEXT CHECK (settled_as IS NULL OR settled_as = 'activated' OR settled_as = 'withdrawn'),
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

-- 7. Files taken in, their rows as they were read, their quarantine, and the reports they held.
--    batches: recorded
--    batch_rows: parcel
--    refusals: local
--    refused_rows: local
--    import_profiles: recorded
--    reports: recorded
--    erased_cases: recorded

CREATE TABLE batches (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL UNIQUE, file_name TEXT NOT NULL, format TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'storing' OR state = 'done'),
  imported_at TEXT NOT NULL, imported_by TEXT NOT NULL,
  reports INTEGER NOT NULL DEFAULT 0, subjects INTEGER NOT NULL DEFAULT 0,
  cases_new INTEGER NOT NULL DEFAULT 0, cases_joined INTEGER NOT NULL DEFAULT 0, cases_reopened INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0, stored_through INTEGER NOT NULL DEFAULT -1,
  profile TEXT, profile_sha256 TEXT
) STRICT;
-- How tables are read, every version of it: a refused row is read again as its file was.
CREATE TABLE import_profiles (
  name TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, body TEXT NOT NULL,
  saved_at TEXT NOT NULL, saved_by TEXT NOT NULL, removed_at TEXT, PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
-- The rows of files as they were taken in, written once, while reading: reports and cases follow from them.
CREATE TABLE batch_rows (
  batch TEXT NOT NULL, number INTEGER NOT NULL, count INTEGER NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE refusals (
  batch TEXT NOT NULL, number INTEGER NOT NULL, row INTEGER, field TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;
-- Refused rows of files in a form that the format reads again, until they are taken in after all or erased: people's
-- words, and nothing that the record follows from. A row that cannot be kept (media, longer than 16,384 characters,
-- not told apart from others) is in `refusals` alone; `text` is NULL once `taken_in` names the batch of the mended row.
CREATE TABLE refused_rows (
  batch TEXT NOT NULL, row INTEGER NOT NULL, text TEXT, taken_in TEXT, PRIMARY KEY (batch, row),
  CHECK ((text IS NULL) <> (taken_in IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE reports (
  id TEXT PRIMARY KEY, batch TEXT, row INTEGER, taken_in_at TEXT NOT NULL, received_at TEXT,
  channel TEXT NOT NULL, source TEXT, reference TEXT, reporter TEXT, narrative TEXT, intensity TEXT,
  CHECK (intensity IS NULL OR intensity = 'light' OR intensity = 'medium' OR intensity = 'heavy')
) STRICT, WITHOUT ROWID;

-- Cases whose texts were erased last at this time, by the entry with this number.
CREATE TABLE erased_cases (
  case_id TEXT PRIMARY KEY, erased_at TEXT NOT NULL, entry INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What other rooms read about reports.
CREATE VIEW cases_erased (case_id, erased_at) AS SELECT case_id, erased_at FROM erased_cases;
CREATE INDEX reports_iccam ON reports (reference) WHERE channel = 'iccam';
CREATE VIEW report_origins (id, batch, reference) AS SELECT id, batch, reference FROM reports;
CREATE VIEW report_narratives (id, narrative, received_at) AS
  SELECT id, narrative, received_at FROM reports WHERE narrative IS NOT NULL;
CREATE VIEW batch_files (number, id, file_name, imported_at, subjects) AS
  SELECT number, id, file_name, imported_at, subjects FROM batches;
CREATE VIEW reports_received (id, taken_in_at, received_at) AS SELECT id, taken_in_at, received_at FROM reports;

-- 8. Where referrals go, what waits to go there with its frozen bytes, and what the world did with it.
--    destinations: local
--    referrals: recorded; local: attempts, next_attempt_at, reason, asked_at, report_problem, in_doubt, released, shortened_to
--    contacts: recorded
--    takedowns: recorded
--    takedown_reports: recorded
--    consultations: recorded
--    channel_notes: local
--    desk_contacts: local
--    desk_certificates: local
--    delivery_attempts: local

CREATE TABLE destinations (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, settings TEXT NOT NULL, added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE referrals (
  line INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, assessment_id TEXT NOT NULL, destination TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'delivered' OR state = 'refused' OR state = 'parked' OR state = 'withdrawn' OR state = 'void'),
  attempts INTEGER NOT NULL DEFAULT 0, queued_at TEXT NOT NULL, next_attempt_at INTEGER NOT NULL, not_before INTEGER NOT NULL,
  -- When the hold ends instead of not_before, where the clock was set back since the decision.
  shortened_to INTEGER,
  deadline_at TEXT, reason TEXT,
  purpose TEXT NOT NULL CHECK (purpose = 'new' OR purpose = 'amendment' OR purpose = 'retraction'),
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
CREATE INDEX referrals_held ON referrals (coalesce(shortened_to, not_before)) WHERE state = 'queued' AND coalesce(shortened_to, not_before) > 0;
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
  result TEXT NOT NULL CHECK (result = 'found' OR result = 'not-found'),
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

-- 9. What people decided about cases, one row a decision, never changed and taken back at most once.
--    assessments: recorded

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

-- 10. Hash lists, their imports, and what stands on them.
--    hash_lists: recorded
--    list_versions: recorded; local: erased_at_hub
--    list_imports: parcel
--    list_blocks: parcel
--    list_records: parcel
--    list_drops: parcel
--    list_refs: local
--    list_moves: local
--    list_unfit: local
--    list_refusals: local
--    column_mappings: local

CREATE TABLE hash_lists (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, owner TEXT NOT NULL, purpose TEXT NOT NULL,
  meaning TEXT NOT NULL CHECK (meaning = 'baseline' OR meaning = 'national' OR meaning = 'known-legal' OR meaning = 'negative' OR meaning = 'watch'),
  trust TEXT NOT NULL CHECK (trust = 'low' OR trust = 'medium' OR trust = 'high'),
  licence TEXT NOT NULL, as_of TEXT, pdq_distance INTEGER NOT NULL, pdq_quality INTEGER NOT NULL,
  stale_after_days INTEGER NOT NULL, version INTEGER NOT NULL, enabled INTEGER NOT NULL CHECK (enabled = 0 OR enabled = 1),
  reading TEXT, counts TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX hash_lists_name ON hash_lists (name_key) WHERE removed_at IS NULL;
CREATE TRIGGER hash_lists_kept BEFORE DELETE ON hash_lists
  BEGIN SELECT RAISE(ABORT, 'a removed list stays in the history'); END;

-- What the record says of each import. It is on the list until an entry ends it, at whose place in the log it ended.
CREATE TABLE list_versions (
  import_id TEXT PRIMARY KEY, list_id TEXT NOT NULL, version INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode = 'replace' OR mode = 'add' OR mode = 'delta'), format TEXT NOT NULL,
  digest TEXT NOT NULL, files TEXT NOT NULL, counts TEXT NOT NULL, content TEXT NOT NULL,
  imported_at TEXT NOT NULL, imported_by TEXT NOT NULL, ended_at INTEGER,
  -- 1 once this workstation knows that other seats can fetch it no more.
  erased_at_hub INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX list_versions_list ON list_versions (list_id, version);

-- The content of imports that is here. staged: being imported. arriving: of another seat's import, not whole yet.
-- current: what answers. replaced: still to be deleted.
CREATE TABLE list_imports (
  id TEXT PRIMARY KEY, list_id TEXT NOT NULL, version INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode = 'replace' OR mode = 'add' OR mode = 'delta'), format TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'staged' OR state = 'arriving' OR state = 'current' OR state = 'replaced'),
  first_ref INTEGER NOT NULL, last_ref INTEGER, has_records INTEGER NOT NULL DEFAULT 0,
  -- Of one that arrives: the next free ref of its own, and how many of its parcels were taken in.
  next_ref INTEGER, parcels INTEGER, taken INTEGER,
  CHECK (state = 'staged' OR last_ref >= first_ref), CHECK (state <> 'arriving' OR taken <= parcels)
) STRICT, WITHOUT ROWID;
-- Imports whose parcels are not what their entries say.
CREATE TABLE list_unfit (import_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE INDEX list_imports_list ON list_imports (list_id, version);
-- All refs are renumbered when many were given out; 'numbering' counts how often.
CREATE TABLE list_refs (
  only INTEGER PRIMARY KEY CHECK (only = 1), next INTEGER NOT NULL, numbering INTEGER NOT NULL
) STRICT;
INSERT INTO list_refs (only, next, numbering) VALUES (1, 1, 0);
CREATE TABLE list_moves (
  first_ref INTEGER PRIMARY KEY, last_ref INTEGER NOT NULL, shift INTEGER NOT NULL CHECK (shift >= 0)
) STRICT;

-- Bare values.
CREATE TABLE list_blocks (
  first_ref INTEGER PRIMARY KEY, algorithm TEXT NOT NULL CHECK (algorithm = 'md5' OR algorithm = 'sha1' OR algorithm = 'sha256' OR algorithm = 'pdq' OR algorithm = 'photodna'),
  count INTEGER NOT NULL, width INTEGER NOT NULL, sums TEXT NOT NULL, qualities TEXT,
  CHECK (length(sums) = (count * width + 2) / 3 * 4)
) STRICT;
-- Records with an id, a classification or more than one value. A tombstone keeps an older record from coming back.
CREATE TABLE list_records (
  first_ref INTEGER PRIMARY KEY, list_id TEXT NOT NULL, key TEXT, updated_at TEXT, refs INTEGER NOT NULL,
  record TEXT, CHECK (refs > 0)
) STRICT;
CREATE INDEX list_records_key ON list_records (list_id, key) WHERE key IS NOT NULL;
CREATE VIEW list_rows (first_ref, refs) AS
  SELECT first_ref, count FROM list_blocks UNION ALL SELECT first_ref, refs FROM list_records;
-- Records of earlier imports that this import replaces or drops, from the moment it is current.
CREATE TABLE list_drops (
  import_id TEXT NOT NULL, first_ref INTEGER NOT NULL, PRIMARY KEY (first_ref, import_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_refusals (
  import_id TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL, row INTEGER, line INTEGER, field TEXT, reason TEXT NOT NULL,
  detail TEXT NOT NULL, PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE column_mappings (name TEXT PRIMARY KEY, mapping TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What other rooms read about lists.
CREATE VIEW list_names (id, name) AS SELECT id, name FROM hash_lists;
CREATE VIEW lists_that_answer (id, name, newest, meaning, trust, pdq_distance) AS
  SELECT l.id, l.name,
    (SELECT i.id FROM list_imports i WHERE i.list_id = l.id AND i.state = 'current' ORDER BY i.version DESC LIMIT 1),
    l.meaning, l.trust, l.pdq_distance
  FROM hash_lists l WHERE l.enabled = 1 AND l.removed_at IS NULL
    AND EXISTS (SELECT 1 FROM list_imports i WHERE i.list_id = l.id AND i.state = 'current');
CREATE VIEW list_ref_moves (first_ref, last_ref, shift) AS SELECT first_ref, last_ref, shift FROM list_moves;

-- 11. Which assessments were drawn for a second person by which seed, what came of it, golden cases, notes to authors.
--    sampling_periods: recorded
--    sampling_seals: recorded
--    sampling_draws: recorded
--    second_reviews: recorded
--    assessment_views: recorded
--    golden_cases: recorded
--    golden_answers: recorded
--    review_notes: recorded; local: read_at

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
  state TEXT NOT NULL CHECK (state = 'undrawn' OR state = 'drawn' OR state = 'passed' OR state = 'withdrawn'),
  PRIMARY KEY (period, assessment_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sampling_draws_undrawn ON sampling_draws (assessment_id) WHERE state = 'undrawn';
CREATE TABLE second_reviews (
  id TEXT PRIMARY KEY, assessment_id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, first_by TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state = 'waiting' OR state = 'agreed' OR state = 'disputed' OR state = 'upheld' OR state = 'overturned' OR state = 'withdrawn'),
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

-- 12. What lists know of cases, what people said of it and why, records that flood, and how far matching has come.
--    cases_to_match: derived
--    case_matches: derived
--    match_run: derived
--    list_hits: derived
--    list_hit_cases: derived
--    case_prints: derived
--    match_verdicts: recorded
--    match_quarantines: recorded
--    feedback_reasons: local

-- Cases that are new, or whose values changed, since the lists were asked.
CREATE TABLE cases_to_match (case_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE case_matches (
  case_id TEXT NOT NULL, id TEXT NOT NULL, list_id TEXT NOT NULL, ref INTEGER NOT NULL, record TEXT NOT NULL,
  algorithm TEXT NOT NULL, case_value TEXT NOT NULL, value TEXT NOT NULL, distance INTEGER NOT NULL,
  meaning TEXT NOT NULL CHECK (meaning = 'baseline' OR meaning = 'national' OR meaning = 'known-legal' OR meaning = 'negative' OR meaning = 'watch'),
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
  meaning TEXT NOT NULL, verdict TEXT NOT NULL CHECK (verdict = 'confirmed' OR verdict = 'rejected'), reason TEXT NOT NULL,
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
  state TEXT NOT NULL DEFAULT 'quarantined' CHECK (state = 'quarantined' OR state = 'released' OR state = 'removed'),
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
  CHECK (algorithm = 'pdq' OR algorithm = 'photodna')
) STRICT;
CREATE INDEX case_prints_case ON case_prints (case_id);

-- The reasons for disagreeing that the owner of a list offers.
CREATE TABLE feedback_reasons (
  list_id TEXT NOT NULL, algorithm TEXT NOT NULL CHECK (algorithm = 'md5' OR algorithm = 'sha1' OR algorithm = 'photodna' OR algorithm = 'pdq'),
  guid TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (list_id, algorithm, guid)
) STRICT, WITHOUT ROWID;

-- 13. To whom supervisors gave cases and from whom they took them, that nobody has a case otherwise, the lists they named, and the words by which cases are found.
--    assignments: recorded
--    saved_views: local
--    begun_views: local
--    found_words: index
--    found_notes: index
--    search_progress: index

CREATE TABLE assignments (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, person_id TEXT NOT NULL, assigned_at TEXT NOT NULL,
  from_person TEXT, to_person TEXT, reason TEXT NOT NULL, words TEXT NOT NULL, words_sha256 TEXT NOT NULL UNIQUE,
  CHECK (reason = 'absent' OR reason = 'handed-over' OR reason = 'urgent' OR reason = 'stuck' OR reason = 'other'),
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

-- 14. Which blocking lists were given out, and from which to which each address and host was on them.
--    blocklist_exports: recorded
--    blocklist_items: recorded

CREATE TABLE blocklist_exports (
  number INTEGER PRIMARY KEY, serial INTEGER NOT NULL UNIQUE, exported_at TEXT NOT NULL, person_id TEXT NOT NULL
) STRICT;
CREATE TRIGGER blocklist_exports_unchanged BEFORE UPDATE ON blocklist_exports
  BEGIN SELECT RAISE(ABORT, 'a list that was given out is never changed'); END;
CREATE TRIGGER blocklist_exports_kept BEFORE DELETE ON blocklist_exports
  BEGIN SELECT RAISE(ABORT, 'a list that was given out is never deleted'); END;
CREATE TABLE blocklist_items (
  kind TEXT NOT NULL CHECK (kind = 'url' OR kind = 'host'), value TEXT NOT NULL,
  added_in INTEGER NOT NULL, removed_in INTEGER, PRIMARY KEY (kind, value, added_in)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER blocklist_items_removed_once BEFORE UPDATE ON blocklist_items
  WHEN OLD.removed_in IS NOT NULL OR NEW.removed_in IS NULL OR NEW.added_in <> OLD.added_in
    OR NEW.kind <> OLD.kind OR NEW.value <> OLD.value
  BEGIN SELECT RAISE(ABORT, 'what a list held is never changed'); END;
CREATE TRIGGER blocklist_items_kept BEFORE DELETE ON blocklist_items
  BEGIN SELECT RAISE(ABORT, 'what a list held is never deleted'); END;

-- 15. How far the order of the hotline is settled here, and how to take back what waits for its place in it.
--    team: local
--    team_undo: local
--    team_unapplied: local
--    team_keys: local
--    team_sealed: local
--    team_invitations: local
--    team_joining: local
--    team_joined: local

-- One row where this vault is a seat of several.
CREATE TABLE team (
  one INTEGER PRIMARY KEY CHECK (one = 0),
  -- The entries whose place is settled, and the right edge of the tree over them.
  settled INTEGER NOT NULL, roots TEXT NOT NULL,
  -- The end of the last entry of another workstation among them, and what this one last stated it had seen.
  foreign_to INTEGER NOT NULL, stated INTEGER NOT NULL,
  -- The newest epoch that a settled entry opened.
  epoch INTEGER NOT NULL,
  -- While entries of others are taken in, nothing is noted to be taken back.
  taking INTEGER NOT NULL DEFAULT 0 CHECK (taking = 0 OR taking = 1)
) STRICT;
-- How each change of a row since the settled entries is taken back: the last one first.
CREATE TABLE team_undo (
  number INTEGER PRIMARY KEY, position INTEGER NOT NULL, statement TEXT NOT NULL
) STRICT;
-- Settled entries whose rows could not follow.
CREATE TABLE team_unapplied (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, why TEXT NOT NULL) STRICT;
-- The keys that seal deeds, one an epoch.
CREATE TABLE team_keys (epoch INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;
-- From which place on settled deeds are sealed with another epoch's key than the ones before; the first ones are of epoch 1.
CREATE TABLE team_sealed (position INTEGER PRIMARY KEY, epoch INTEGER NOT NULL) STRICT;
-- Seats that people were invited to here, and restored ones that are let in again, which then replace another. The code
-- follows from the command, and from the key of who invited.
CREATE TABLE team_invitations (
  device TEXT PRIMARY KEY, person TEXT, replaces TEXT, command TEXT NOT NULL, invited_by TEXT NOT NULL, at TEXT NOT NULL, withdrawn_at TEXT,
  -- When it came to an end, and how.
  ended_at TEXT, ended TEXT CHECK (ended IN ('joined', 'withdrawn')), CHECK ((ended_at IS NULL) = (ended IS NULL)),
  CHECK ((person IS NULL) = (replaces IS NOT NULL))
) STRICT, WITHOUT ROWID;
-- The hub's log, where the one here was another branch that it joined, until the next unlock: where the two leave each
-- other, and the keys of its epochs (JSON); and its entries from there on.
CREATE TABLE team_joining (one INTEGER PRIMARY KEY CHECK (one = 0), said TEXT NOT NULL) STRICT;
CREATE TABLE team_joined (
  position INTEGER PRIMARY KEY, line TEXT NOT NULL, salt TEXT, enclosure TEXT, epoch INTEGER NOT NULL,
  CHECK ((salt IS NULL) = (enclosure IS NULL))
) STRICT;
