import { Intensity } from '../../../../shared/domain/intensity.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

export const intakeSchema: Migration = {
  number: 7,
  reason: 'Files taken in, their rows as they were read, their quarantine, and the reports they held',
  tables: {
    batches: { is: 'recorded' },
    batch_rows: { is: 'parcel' },
    refusals: { is: 'local' },
    refused_rows: { is: 'local' },
    import_profiles: { is: 'recorded' },
    reports: { is: 'recorded' },
    erased_cases: { is: 'recorded' },
  },
  sql: `
    CREATE TABLE batches (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      digest TEXT NOT NULL UNIQUE, file_name TEXT NOT NULL, format TEXT NOT NULL,
      state TEXT NOT NULL CHECK (${oneOf('state', ['storing', 'done'])}),
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
    -- not told apart from others) is in \`refusals\` alone; \`text\` is NULL once \`taken_in\` names the batch of the mended row.
    CREATE TABLE refused_rows (
      batch TEXT NOT NULL, row INTEGER NOT NULL, text TEXT, taken_in TEXT, PRIMARY KEY (batch, row),
      CHECK ((text IS NULL) <> (taken_in IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reports (
      id TEXT PRIMARY KEY, batch TEXT, row INTEGER, taken_in_at TEXT NOT NULL, received_at TEXT,
      channel TEXT NOT NULL, source TEXT, reference TEXT, reporter TEXT, narrative TEXT, intensity TEXT,
      CHECK (intensity IS NULL OR ${oneOf('intensity', Intensity.options)})
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
  `,
};
