import type { SqlRow } from './database.ts';

/** The rows of whole tables, whatever room they belong to: for rebuilding a vault, and for comparing two. */
export interface TableRows {
  /** All columns, in the order of the table. */
  columns(table: string): string[];
  /** The columns of its primary key. */
  key(table: string): string[];
  count(table: string): number;
  /**
   * Every row in the order of its key, in pages, so that memory does not grow with the table.
   * @param columns those to read besides the key; by default all
   */
  pages(table: string, columns?: readonly string[]): Generator<SqlRow[]>;
  /**
   * The rows whose key comes after that of `after`, in the order of their key: all up to that of `last`, or one page
   * where there is none.
   * @returns `isLast` where the table has no rows behind these
   */
  page(
    table: string,
    columns: readonly string[],
    after: SqlRow | null,
    last: SqlRow | null,
  ): { rows: SqlRow[]; isLast: boolean };
  /** Puts rows into an empty table, or in the place of those with the same key. */
  put(table: string, rows: readonly SqlRow[]): void;
  /** Sets some columns of rows that exist. */
  set(table: string, columns: readonly string[], rows: readonly SqlRow[]): void;
}
