import type { Database } from './database.ts';
import { conflict } from './failure.ts';

/**
 * What a table is. `record`: the ledger itself. `recorded`: its rows follow from the record and can be rebuilt from it;
 * JSON in them is canonical, so that equal rows are equal text.
 * `parcel`: content written once, while it is read in, which entries name by digest. `derived`: computed from other
 * rows, and can be thrown away. `index`: like `derived`, but behind them: made in the background of rows whose place in
 * the order is settled, which are never taken back. `local`: belongs to this workstation.
 */
export type TableKind = 'record' | 'recorded' | 'parcel' | 'derived' | 'index' | 'local';

/** What a table is, and which of its columns are something else. */
export interface TableNature {
  is: TableKind;
  /** Columns that are computed from other rows. */
  derived?: readonly string[];
  /** Columns that belong to this workstation. */
  local?: readonly string[];
}

/** One step of the schema, with one reason; never changed once a release carried it. */
export interface Migration {
  /** Unique and rising: the order in which steps are taken. */
  number: number;
  reason: string;
  sql: string;
  /** Every table it makes. */
  tables: Readonly<Record<string, TableNature>>;
}

/** The names of all tables that are something of this. */
export const tablesThatAre = (migrations: readonly Migration[], ...kinds: readonly TableKind[]): string[] =>
  migrations
    .flatMap((step) => Object.entries(step.tables))
    .flatMap(([table, { is }]) => (kinds.includes(is) ? [table] : []));

/**
 * A condition for CHECK: the column holds one of these words. Written out, because `IN` with a list of more than two
 * builds a temporary table at every insert: 100 microseconds against one.
 */
export const oneOf = (column: string, words: readonly string[]): string =>
  words.map((word) => `${column} = '${word}'`).join(' OR ');

/**
 * Brings a database to the newest schema, each step in a transaction of its own, so that a crash leaves either the old
 * or the new schema. A database made by a newer Hashline is refused.
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const known = migrations.at(-1)?.number ?? 0;
  const present = Number(db.pragma('user_version'));
  if (present > known) {
    throw conflict({ reason: 'vault-of-newer-version', schema: present, known });
  }
  for (const migration of migrations) {
    if (migration.number <= present) continue;
    db.transaction(() => {
      db.execute(migration.sql);
      db.execute(`PRAGMA user_version = ${migration.number}`);
    });
  }
}
