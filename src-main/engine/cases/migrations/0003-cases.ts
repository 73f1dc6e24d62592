import { ReopenReason } from '../../../../shared/domain/case.ts';
import { KnownAs } from '../../../../shared/domain/case-match.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

/** Which keys identify a file: all that are no address. Queries say it in these words, so that the index serves them. */
export const OF_A_FILE = "substr(key, 1, 4) <> 'url:'";

/** Queries name the state in so many words: SQLite takes an index of some rows only where it sees that these suffice. */
const UNDECIDED = oneOf('state', ['open', 'held', 'escalated', 'merged']);

/**
 * `case_counts` holds the number of cases of each sort by which the queue is filtered: each page shows that number, and
 * counting a million rows takes longer than finding the page. Triggers do not maintain it: with one, SQLite copies
 * every page an insert touches until the insert ends, and taking a case in takes four times as long.
 */
export const casesSchema: Migration = {
  number: 3,
  reason:
    'Cases, the keys that identify their subjects, the sightings that make them, and how many there are of each sort',
  tables: {
    cases: {
      is: 'recorded',
      derived: [
        'due_at',
        'trusted',
        'rank',
        'why',
        'known_as',
        'decided_as',
        'decided_by',
        'legality',
        'category',
      ],
      local: ['draft', 'draft_by', 'draft_at', 'draft_holder'],
    },
    case_keys: { is: 'recorded' },
    sightings: { is: 'recorded' },
    case_aliases: { is: 'recorded' },
    case_counts: { is: 'derived' },
  },
  sql: `
    -- Ids of cases are spread at random, so that rows in their order would each fill a page of their own while a file is
    -- stored. The rows stand in the order of the record, and only short entries of an index are spread.
    CREATE TABLE cases (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (${oneOf('kind', ['url', 'link', 'file'])}), subject TEXT NOT NULL, hashes TEXT,
      state TEXT NOT NULL CHECK (${oneOf('state', ['open', 'held', 'escalated', 'referred', 'closed', 'merged'])}),
      merged_into TEXT,
      taken_in_at TEXT NOT NULL, due_at TEXT NOT NULL,
      sightings INTEGER NOT NULL, first_received_at TEXT, last_received_at TEXT,
      hosting_country TEXT, hosting_named_at TEXT, trusted INTEGER NOT NULL, channels INTEGER NOT NULL,
      rank INTEGER NOT NULL, why TEXT NOT NULL,
      claimed_by TEXT, claimed_at TEXT, assigned_to TEXT, draft TEXT, draft_by TEXT, draft_at TEXT, draft_holder TEXT,
      known_as TEXT CHECK (known_as IS NULL OR ${oneOf('known_as', KnownAs.options)}),
      reopened_because TEXT CHECK (${oneOf('reopened_because', ReopenReason.options)}), reopened_at TEXT,
      -- Of the assessment that stands, while the case is decided: its number, and what decided cases are found by.
      decided_as INTEGER, decided_by TEXT, legality TEXT, category TEXT,
      CHECK ((reopened_because IS NULL) = (reopened_at IS NULL))
    ) STRICT;
    -- The orders of the queue, each with all it is filtered by, so that what a filter leaves out costs no row. A decided
    -- case is in the last alone: a decision takes it out of the others, and adds it at the end of that one.
    CREATE INDEX cases_queue ON cases (state, rank, due_at, number, kind, hosting_country, known_as, channels)
      WHERE ${UNDECIDED};
    CREATE INDEX cases_queue_by_country ON cases (state, hosting_country, rank, due_at, number, kind, known_as, channels)
      WHERE ${UNDECIDED};
    CREATE INDEX cases_queue_known ON cases (state, known_as, rank, due_at, number, kind, hosting_country, channels)
      WHERE known_as IS NOT NULL AND (${UNDECIDED});
    CREATE INDEX cases_due ON cases (state, due_at, number, kind, hosting_country, known_as, channels, sightings)
      WHERE ${UNDECIDED};
    CREATE INDEX cases_several ON cases (state, sightings, due_at, number, kind, hosting_country, known_as, channels)
      WHERE sightings > 1 AND (${UNDECIDED});
    CREATE INDEX cases_decided ON cases (decided_as, state, decided_by, legality, category, kind, hosting_country, known_as, channels)
      WHERE decided_as IS NOT NULL;
    CREATE INDEX cases_claimed ON cases (claimed_by, state) WHERE claimed_by IS NOT NULL;
    CREATE INDEX cases_assigned ON cases (assigned_to, state) WHERE assigned_to IS NOT NULL;
    CREATE INDEX cases_drafts ON cases (draft_holder, draft_at) WHERE draft_holder IS NOT NULL;
    CREATE TABLE case_keys (key TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (key, case_id)) STRICT, WITHOUT ROWID;
    -- An address identifies one case, which it never leaves; only files can turn out to be the same.
    CREATE INDEX case_keys_case ON case_keys (case_id) WHERE ${OF_A_FILE};
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
  `,
};
