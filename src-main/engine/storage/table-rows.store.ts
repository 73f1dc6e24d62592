import type { Database, SqlRow, SqlValue } from './database.ts';
import type { TableRows } from './table-rows.ts';

const AT_ONCE = 1000;

/** The rows of whole tables. */
export class TableRowStore implements TableRows {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  columns(table: string): string[] {
    return this.#db
      .prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid')
      .all([table])
      .map((row) => String(row.name));
  }

  key(table: string): string[] {
    return this.#db
      .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
      .all([table])
      .map((row) => String(row.name));
  }

  count(table: string): number {
    return Number(this.#db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0);
  }

  *pages(table: string, columns: readonly string[] = this.columns(table)): Generator<SqlRow[]> {
    for (let after: SqlRow | null = null; ; ) {
      const { rows, isLast } = this.page(table, columns, after, null);
      if (rows.length > 0) yield rows;
      if (isLast) return;
      after = rows.at(-1) ?? null;
    }
  }

  page(
    table: string,
    columns: readonly string[],
    after: SqlRow | null,
    last: SqlRow | null,
  ): { rows: SqlRow[]; isLast: boolean } {
    const key = this.key(table);
    const read = [...new Set([...key, ...columns])].join(', ');
    const [keys, places] = [key.join(', '), key.map(() => '?').join(', ')];
    const bounds = [after && `(${keys}) > (${places})`, last && `(${keys}) <= (${places})`].filter(Boolean);
    const where = bounds.length > 0 ? `WHERE ${bounds.join(' AND ')}` : '';
    const limit = last === null ? `LIMIT ${AT_ONCE}` : '';
    const values = [after, last].flatMap((row) => (row ? key.map((name) => cell(row, name)) : []));
    const rows = this.#db
      .prepare(`SELECT ${read} FROM ${table} ${where} ORDER BY ${keys} ${limit}`)
      .all(values);
    return { rows, isLast: last === null && rows.length < AT_ONCE };
  }

  put(table: string, rows: readonly SqlRow[]): void {
    const columns = this.columns(table);
    const insert = this.#db.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    for (const row of rows) insert.run(columns.map((name) => cell(row, name)));
  }

  set(table: string, columns: readonly string[], rows: readonly SqlRow[]): void {
    const key = this.key(table);
    const update = this.#db.prepare(
      `UPDATE ${table} SET ${columns.map((name) => `${name} = ?`).join(', ')}
       WHERE ${key.map((name) => `${name} = ?`).join(' AND ')}`,
    );
    for (const row of rows) update.run([...columns, ...key].map((name) => cell(row, name)));
  }
}

const cell = (row: SqlRow, name: string): SqlValue => row[name] ?? null;
