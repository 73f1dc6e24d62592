import type { Migration } from '../../storage/migration.ts';

/**
 * How many cases there are of each sort the queue is asked for: with every page it says how many there are, and to count
 * a million rows takes longer than to find the page. No trigger keeps them: with one, SQLite keeps a copy of every page an
 * insert touches until the insert is done, and taking a case in takes four times as long.
 */
export const caseCountsSchema: Migration = {
  number: 14,
  reason: 'How many cases there are of each sort, so that the queue need not count them',
  sql: `
    CREATE TABLE case_counts (
      state TEXT NOT NULL, kind TEXT NOT NULL, hosting_country TEXT NOT NULL, known_as TEXT NOT NULL, n INTEGER NOT NULL,
      PRIMARY KEY (state, kind, hosting_country, known_as)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO case_counts
      SELECT state, kind, coalesce(hosting_country, ''), coalesce(known_as, ''), count(*) FROM cases GROUP BY 1, 2, 3, 4;
  `,
};
