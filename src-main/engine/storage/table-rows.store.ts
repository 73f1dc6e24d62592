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
    const key = this.key(table);
    const read = [...new Set([...key, ...columns])].join(', ');
    const after = `(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`;
    const order = `ORDER BY ${key.join(', ')} LIMIT ${AT_ONCE}`;
    let page = this.#db.prepare(`SELECT ${read} FROM ${table} ${order}`).all();
    while (page.length > 0) {
      yield page;
      const last = page.at(-1) ?? {};
      if (page.length < AT_ONCE) return;
      page = this.#db
        .prepare(`SELECT ${read} FROM ${table} WHERE ${after} ${order}`)
        .all(key.map((name) => last[name] ?? null));
    }
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
