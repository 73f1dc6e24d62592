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

/** A table that follows from the record, with the columns that do. */
export interface RecordedTable {
  table: string;
  columns: string[];
}

/** The tables that follow from the record, each with the columns that do: without derived and local ones. */
export const recordedTables = (migrations: readonly Migration[], rows: TableRows): RecordedTable[] =>
  migrations
    .flatMap((step) => Object.entries(step.tables))
    .filter(([, { is }]) => is === 'recorded')
    .map(([table, { derived = [], local = [] }]) => ({
      table,
      columns: rows.columns(table).filter((name) => ![...derived, ...local].includes(name)),
    }));

/** Compares two tables at once; null where they are equal. */
export function compareTable(one: TableRows, other: TableRows, table: RecordedTable): TableDifference | null {
  const steps = compareTables(one, other, table);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * Compares two tables a page of keys at a time, in the order of their key. Before each page the caller may change both
 * tables, as long as they are what is to be equal when it goes on.
 * @returns null where they are equal
 */
export function* compareTables(
  one: TableRows,
  other: TableRows,
  { table, columns }: RecordedTable,
): Generator<void, TableDifference | null> {
  const key = one.key(table);
  const found: TableDifference = { table, missing: 0, added: 0, changed: 0 };
  for (let after: SqlRow | null = null; ; ) {
    yield;
    const here = one.page(table, columns, after, null);
    // The other's rows with keys in the same range, however many there are.
    const last: SqlRow | null = here.isLast ? null : (here.rows.at(-1) ?? null);
    countDifferences(found, here.rows, other.page(table, columns, after, last).rows, key);
    if (last === null) return found.missing + found.added + found.changed === 0 ? null : found;
    after = last;
  }
}

/** @param a rows in the order of their key, as `b` */
function countDifferences(
  found: TableDifference,
  a: readonly SqlRow[],
  b: readonly SqlRow[],
  key: readonly string[],
): void {
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    const [here, there] = [a[i], b[j]];
    const order = here === undefined ? 1 : there === undefined ? -1 : compareKeys(here, there, key);
    if (order < 0) found.missing += 1;
    else if (order > 0) found.added += 1;
    else if (JSON.stringify(here) !== JSON.stringify(there)) found.changed += 1;
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
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
