import type { SqlRow, SqlValue } from './database.ts';
import type { Migration } from './migration.ts';
import type { TableRows } from './table-rows.ts';

/** How a table differs from another with the same columns, in rows. */
export interface TableDifference {
  table: string;
  /** Rows that only the first has. */
  missing: number;
  /** Rows that only the second has. */
  added: number;
  /** Rows that both have, with other values. */
  changed: number;
}

/** The tables that follow from the record, each with the columns that do: without derived and local ones. */
export const recordedTables = (
  migrations: readonly Migration[],
  rows: TableRows,
): { table: string; columns: string[] }[] =>
  migrations
    .flatMap((step) => Object.entries(step.tables))
    .filter(([, { is }]) => is === 'recorded')
    .map(([table, { derived = [], local = [] }]) => ({
      table,
      columns: rows.columns(table).filter((name) => ![...derived, ...local].includes(name)),
    }));

/** Where the recorded rows of two vaults differ; empty where they do not. */
export const compareRecorded = (
  migrations: readonly Migration[],
  one: TableRows,
  other: TableRows,
): TableDifference[] =>
  recordedTables(migrations, one).flatMap(
    ({ table, columns }) => compareTables(one, other, table, columns) ?? [],
  );

/** Compares two tables row by row, in the order of their key; null where they are equal. */
export function compareTables(
  one: TableRows,
  other: TableRows,
  table: string,
  columns: readonly string[],
): TableDifference | null {
  const key = one.key(table);
  const [here, there] = [rowsOf(one, table, columns), rowsOf(other, table, columns)];
  const found = { table, missing: 0, added: 0, changed: 0 };
  let [a, b] = [here.next(), there.next()];
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareKeys(a.value, b.value, key);
    if (order < 0) found.missing += 1;
    else if (order > 0) found.added += 1;
    else if (JSON.stringify(a.value) !== JSON.stringify(b.value)) found.changed += 1;
    if (order <= 0) a = here.next();
    if (order >= 0) b = there.next();
  }
  return found.missing + found.added + found.changed === 0 ? null : found;
}

function* rowsOf(rows: TableRows, table: string, columns: readonly string[]): Generator<SqlRow, void> {
  for (const page of rows.pages(table, columns)) yield* page;
}

function compareKeys(a: SqlRow, b: SqlRow, key: readonly string[]): number {
  for (const name of key) {
    const order = compareValues(a[name] ?? null, b[name] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** The order in which SQLite returns keys: numbers by value, text by its bytes. */
const compareValues = (a: SqlValue, b: SqlValue): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
