import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Database } from '../../src-main/engine/storage/database.ts';
import { Failure } from '../../src-main/engine/storage/failure.ts';
import { type Migration, migrate } from '../../src-main/engine/storage/migration.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { aFolder } from '../support/a-folder.ts';
import { aVault } from '../support/a-vault.ts';
import { failureOf } from '../support/failure-of.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

const KEY = new Uint8Array(32).fill(5);

/** A database with the first `steps` steps taken. */
function aDatabase(folder: string, steps: number): Database {
  const db = Database.create(join(folder, 'a.db'), KEY);
  migrate(db, migrations.slice(0, steps));
  return db;
}

const schemaOf = (db: Database): string[] =>
  db
    .prepare(
      "SELECT type || ' ' || name AS what FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY what",
    )
    .all()
    .map((row) => String(row.what));

const versionOf = (db: Database): number => Number(db.pragma('user_version'));

/** What each step adds: the tables of one room, their guards, and the views it offers to others. */
const ADDED: Readonly<Record<number, readonly string[]>> = {
  1: ['table facts', 'table keys'],
  2: ['table commands'],
  3: [
    'index case_keys_case',
    'index cases_assigned',
    'index cases_claimed',
    'index cases_decided',
    'index cases_drafts',
    'index cases_due',
    'index cases_queue',
    'index cases_queue_by_country',
    'index cases_queue_known',
    'index cases_several',
    'index sightings_case',
    'table case_aliases',
    'table case_counts',
    'table case_keys',
    'table cases',
    'table sightings',
    'view case_holders',
    'view case_identities',
    'view case_sightings',
    'view case_subjects',
    'view case_tallies',
    'view cases_in_full',
  ],
  4: [
    'index ledger_filed_actor',
    'index ledger_filed_case',
    'index ledger_filed_device',
    'index ledger_filed_kind',
    'index ledger_filed_time',
    'index ledger_mentions_entry',
    'table ledger_checkpoints',
    'table ledger_cosignatures',
    'table ledger_enclosures',
    'table ledger_entries',
    'table ledger_filed',
    'table ledger_frontiers',
    'table ledger_mentions',
    'table ledger_tiles',
    'trigger ledger_checkpoints_kept',
    'trigger ledger_checkpoints_unchanged',
    'trigger ledger_cosignatures_kept',
    'trigger ledger_cosignatures_unchanged',
    'trigger ledger_enclosures_unchanged',
    'trigger ledger_entries_kept',
    'trigger ledger_entries_unchanged',
    'trigger ledger_filed_kept',
    'trigger ledger_filed_unchanged',
    'trigger ledger_mentions_kept',
    'trigger ledger_mentions_unchanged',
    'trigger ledger_tiles_grow',
    'trigger ledger_tiles_kept',
    'view log_end',
  ],
  5: [
    'table duty_elsewhere',
    'table duty_stint',
    'table duty_time',
    'table lighter_taken',
    'table people',
    'table person_keys',
    'table preferences',
    'trigger people_added_by_a_supervisor',
    'trigger people_changed_by_another_supervisor',
    'trigger people_kept',
    'trigger person_keys_enrol_once',
    'trigger person_keys_given_by_a_supervisor',
    'trigger person_keys_replaced_by_another_supervisor',
    'view days_on_duty',
    'view people_who_assess',
    'view person_names',
    'view person_roles',
    'view supervisors',
  ],
  6: [
    'table label_sets',
    'table policies',
    'table policy_proposals',
    'trigger label_sets_by_a_supervisor',
    'trigger label_sets_kept',
    'trigger label_sets_unchanged',
    'trigger policies_activated_by_another',
    'trigger policies_kept',
    'trigger policies_unchanged',
    'trigger policy_proposals_by_a_supervisor',
    'trigger policy_proposals_kept',
    'trigger policy_proposals_settled_once',
    'trigger policy_proposals_unchanged',
  ],
  7: [
    'index reports_iccam',
    'table batch_rows',
    'table batches',
    'table erased_cases',
    'table import_profiles',
    'table refusals',
    'table refused_rows',
    'table reports',
    'view batch_files',
    'view cases_erased',
    'view report_narratives',
    'view report_origins',
    'view reports_received',
  ],
  8: [
    'index consultations_case',
    'index referrals_held',
    'index referrals_line',
    'index referrals_reference',
    'index referrals_sent_to',
    'table channel_notes',
    'table consultations',
    'table contacts',
    'table delivery_attempts',
    'table desk_certificates',
    'table desk_contacts',
    'table destinations',
    'table referrals',
    'table takedown_reports',
    'table takedowns',
    'trigger consultations_kept',
    'trigger consultations_only_erased',
    'trigger consultations_unchanged',
    'trigger referrals_begun',
    'trigger referrals_frozen',
    'trigger referrals_frozen_body',
    'trigger referrals_kept',
    'trigger takedown_reports_kept',
    'trigger takedown_reports_unchanged',
    'view consultations_made',
    'view notices_sent',
    'view provider_names',
    'view referrals_made',
    'view takedown_steps',
  ],
  9: [
    'index assessments_case',
    'index assessments_parallel',
    'index assessments_person',
    'table assessments',
    'trigger assessments_by_those_who_may',
    'trigger assessments_kept',
    'trigger assessments_only_erased',
    'trigger assessments_unchanged',
    'trigger assessments_withdrawn_once',
    'view assessments_made',
  ],
  10: [
    'index hash_lists_name',
    'index list_imports_list',
    'index list_records_key',
    'index list_versions_list',
    'table column_mappings',
    'table hash_lists',
    'table list_blocks',
    'table list_drops',
    'table list_imports',
    'table list_moves',
    'table list_records',
    'table list_refs',
    'table list_refusals',
    'table list_unfit',
    'table list_versions',
    'trigger hash_lists_kept',
    'view list_names',
    'view list_ref_moves',
    'view list_rows',
    'view lists_that_answer',
  ],
  11: [
    'index golden_cases_once',
    'index review_notes_to',
    'index sampling_draws_undrawn',
    'index second_reviews_period',
    'index second_reviews_unsettled',
    'table assessment_views',
    'table golden_answers',
    'table golden_cases',
    'table review_notes',
    'table sampling_draws',
    'table sampling_periods',
    'table sampling_seals',
    'table second_reviews',
    'trigger assessment_views_kept',
    'trigger second_reviews_blind',
    'trigger second_reviews_kept',
    'trigger second_reviews_same',
    'trigger second_reviews_settled_by_a_supervisor',
    'view hidden_assessments',
  ],
  12: [
    'index case_matches_pair',
    'index case_matches_record',
    'index case_prints_case',
    'index match_verdicts_case',
    'index match_verdicts_list',
    'index match_verdicts_pair',
    'table case_matches',
    'table case_prints',
    'table cases_to_match',
    'table feedback_reasons',
    'table list_hit_cases',
    'table list_hits',
    'table match_quarantines',
    'table match_run',
    'table match_verdicts',
    'trigger match_quarantines_decided_by_a_supervisor',
    'trigger match_quarantines_kept',
    'trigger match_quarantines_same',
    'trigger match_verdicts_by_those_who_may',
    'trigger match_verdicts_kept',
    'trigger match_verdicts_only_erased',
    'trigger match_verdicts_unchanged',
  ],
  13: [
    'index assignments_case',
    'table assignments',
    'table begun_views',
    'table found_notes',
    'table found_notes_config',
    'table found_notes_data',
    'table found_notes_idx',
    'table found_words',
    'table found_words_config',
    'table found_words_data',
    'table found_words_idx',
    'table saved_views',
    'table search_progress',
    'trigger assignments_by_a_supervisor',
    'trigger assignments_kept',
    'trigger assignments_only_erased',
    'trigger assignments_to_those_who_may',
    'trigger assignments_unchanged',
    'trigger cases_given_by_an_assignment',
  ],
  14: [
    'table blocklist_exports',
    'table blocklist_items',
    'trigger blocklist_exports_kept',
    'trigger blocklist_exports_unchanged',
    'trigger blocklist_items_kept',
    'trigger blocklist_items_removed_once',
  ],
  15: [
    'table team',
    'table team_invitations',
    'table team_joined',
    'table team_joining',
    'table team_keys',
    'table team_sealed',
    'table team_unapplied',
    'table team_undo',
  ],
};

test('the steps are numbered without gaps, and each says why it is there', () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  for (const { reason } of migrations) expect(reason.length).toBeGreaterThan(20);
});

describe.each(migrations.map((migration, index) => ({ ...migration, index })))(
  'step $number',
  ({ number, index }) => {
    test('is taken from the version before, adds what it is for, and keeps what was there', () => {
      using folder = aFolder();
      const db = aDatabase(folder.path, index);
      const before = schemaOf(db);
      migrate(db, migrations.slice(0, index + 1));
      const after = schemaOf(db);
      db.close();
      expect({
        added: after.filter((name) => !before.includes(name)),
        lost: before.filter((name) => !after.includes(name)),
      }).toEqual({
        added: ADDED[number],
        lost: [],
      });
    });

    test('that breaks off leaves the version before, and can be taken again', () => {
      using folder = aFolder();
      const db = aDatabase(folder.path, index);
      const before = schemaOf(db);
      const broken: Migration = {
        ...migrations[index]!,
        sql: `${migrations[index]!.sql}; CREATE TABLE facts (x); CREATE TABLE facts (x);`,
      };
      expect(() => migrate(db, [...migrations.slice(0, index), broken])).toThrow();
      const between = [versionOf(db), schemaOf(db)];
      migrate(db, migrations);
      expect([between, versionOf(db)]).toEqual([[index, before], migrations.length]);
      db.close();
    });

    test('is not taken twice', () => {
      using folder = aFolder();
      const db = aDatabase(folder.path, index + 1);
      const before = schemaOf(db);
      migrate(db, migrations.slice(0, index + 1));
      expect([versionOf(db), schemaOf(db)]).toEqual([number, before]);
      db.close();
    });
  },
);

test('every table is strict, so that nothing lies in a column it is not for', () => {
  using folder = aFolder();
  const db = aDatabase(folder.path, migrations.length);
  const loose = db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  db.close();
  expect(loose).toEqual([]);
});

test('a database made by a newer Hashline is refused, and stays as it is', () => {
  using folder = aFolder();
  const db = aDatabase(folder.path, migrations.length);
  const before = schemaOf(db);
  db.execute(`PRAGMA user_version = ${migrations.length + 1}`);
  let failure: unknown;
  try {
    migrate(db, migrations);
  } catch (error) {
    failure = error instanceof Failure ? error.failure : error;
  }
  expect([failure, versionOf(db), schemaOf(db)]).toEqual([
    {
      code: 'CONFLICT',
      data: {
        reason: 'vault-of-newer-version',
        schema: migrations.length + 1,
        known: migrations.length,
      },
    },
    migrations.length + 1,
    before,
  ]);
  db.close();
});

test('a vault made by a newer Hashline cannot be unlocked, and can again once it is back', async () => {
  using vault = await aVault();
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => db.execute('PRAGMA user_version = 99'));
  expect((await failureOf(vault.unlock())).code).toBe('CONFLICT');
  await inDatabaseOf(vault.folder, (db) => db.execute(`PRAGMA user_version = ${migrations.length}`));
  expect(await vault.unlock()).toEqual(vault.session);
});

test('every step says of each table it makes what it is', () => {
  const said = migrations.map(({ number, tables }) => [number, Object.keys(tables).sort()]);
  // A text index makes tables of its own, which are a part of it.
  const ofAnIndex = /^found_[a-z]+_(config|data|idx)$/;
  const made = migrations.map(({ number }) => [
    number,
    (ADDED[number] ?? [])
      .flatMap((what) => (what.startsWith('table ') ? [what.slice(6)] : []))
      .filter((table) => !ofAnIndex.test(table))
      .sort(),
  ]);
  expect(said).toEqual(made);
});
