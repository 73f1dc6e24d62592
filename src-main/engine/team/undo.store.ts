import type { Database, SqlRow } from '../storage/database.ts';
import { type Migration, tablesThatAre } from '../storage/migration.ts';

/** Triggers of this store begin so; all others guard rows against changes. */
const PREFIX = 'team_undo_';
/** Statements run together. */
const AT_ONCE = 500;

interface Column {
  name: string;
  isKey: boolean;
}

interface Shape {
  table: string;
  columns: Column[];
  /** How one row is found: its key, or its rowid. */
  key: string[];
  /** Columns that stay as they are when a change is taken back. */
  local: readonly string[];
}

/** What belongs to this seat alone of rows that were taken back. */
export type LocalValues = readonly { readonly shape: Shape; readonly rows: readonly SqlRow[] }[];

/**
 * Notes how each change of a row that follows from the record is taken back, while entries wait for their place in the
 * order of the hotline. SQLite's session extension does the same, but is not compiled into SQLCipher's package.
 *
 * A change is taken back by SQL that a trigger writes. A row that follows from the record is never replaced
 * (`INSERT OR REPLACE`): that deletes without a trigger. tests/architecture holds that.
 */
export class UndoStore {
  readonly #db: Database;
  readonly #migrations: readonly Migration[];
  #known: Shape[] | null = null;

  constructor(db: Database, migrations: readonly Migration[]) {
    this.#db = db;
    this.#migrations = migrations;
  }

  /** Begins to note changes of every table that follows from the record. Again, it changes nothing. */
  install(): void {
    for (const shape of this.#shapes()) for (const sql of triggersOf(shape)) this.#db.execute(sql);
  }

  /**
   * Takes back every change that was noted, the last one first. Inside a transaction, while no change is noted. The
   * triggers that keep rows from being changed are absent meanwhile.
   */
  takeBack(): LocalValues {
    const local = this.#localValues();
    const guards = this.#db
      .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE '${PREFIX}%'`)
      .all();
    this.#db.execute(guards.map(({ name }) => `DROP TRIGGER ${String(name)};`).join('\n'));
    const last = this.#db.prepare('SELECT number, statement FROM team_undo ORDER BY number DESC LIMIT +?');
    for (let rows = last.all([AT_ONCE]); rows.length > 0; rows = last.all([AT_ONCE])) {
      this.#db.execute(rows.map(({ statement }) => String(statement)).join(';\n'));
      this.#db.prepare('DELETE FROM team_undo WHERE number >= ?').run([rows.at(-1)?.number ?? 0]);
    }
    this.#db.execute(guards.map(({ sql }) => `${String(sql)};`).join('\n'));
    return local;
  }

  /** Gives rows that follow again what belongs to this seat of them: a draft, for one. */
  restore(local: LocalValues): void {
    for (const { shape, rows } of local) {
      const set = shape.local.map((name) => `${name} = ?`).join(', ');
      const where = shape.key.map((name) => `${name} = ?`).join(' AND ');
      const update = this.#db.prepare(`UPDATE ${shape.table} SET ${set} WHERE ${where}`);
      for (const row of rows) update.run([...shape.local, ...shape.key].map((name) => row[name] ?? null));
    }
  }

  /** What belongs to this seat of the rows that are about to go, because they were added since the settled entries. */
  #localValues(): LocalValues {
    return this.#shapes()
      .filter(({ local }) => local.length > 0)
      .map((shape) => {
        const remove = `DELETE FROM ${shape.table} WHERE `;
        const wanted = [...shape.key, ...shape.local].join(', ');
        const rows = this.#db
          .prepare(`SELECT statement FROM team_undo WHERE statement LIKE '${remove}%'`)
          .all()
          .flatMap(({ statement }) => {
            const where = String(statement).slice(remove.length);
            return this.#db.prepare(`SELECT ${wanted} FROM ${shape.table} WHERE ${where}`).all();
          });
        return { shape, rows };
      });
  }

  /** Forgets how changes are taken back that follow from entries before this place: they have theirs for good. */
  keep(settled: number): void {
    this.#db.prepare('DELETE FROM team_undo WHERE position < ?').run([settled]);
  }

  /** Of each table that follows from the record. Read once: the steps of the schema are taken before the vault is used. */
  #shapes(): Shape[] {
    this.#known ??= this.#read();
    return this.#known;
  }

  #read(): Shape[] {
    const columns = new Map<string, (Column & { type: string; isWithoutRowid: boolean })[]>();
    const all = this.#db
      .prepare(
        `SELECT t.name AS "table", t.wr, x.name, x.pk, x.type FROM pragma_table_list t, pragma_table_xinfo(t.name) x
         WHERE t.type = 'table' AND x.hidden = 0 ORDER BY t.name, x.cid`,
      )
      .all();
    for (const row of all) {
      const column = { name: String(row.name), isKey: Number(row.pk) > 0, type: String(row.type) };
      const others = columns.get(String(row.table)) ?? [];
      columns.set(String(row.table), [...others, { ...column, isWithoutRowid: Number(row.wr) === 1 }]);
    }
    const natures = new Map(this.#migrations.flatMap(({ tables }) => Object.entries(tables)));
    return tablesThatAre(this.#migrations, 'record', 'recorded', 'derived').map((table) =>
      shapeOf(table, columns.get(table) ?? [], natures.get(table)?.local ?? []),
    );
  }
}

function shapeOf(
  table: string,
  columns: readonly (Column & { type: string; isWithoutRowid: boolean })[],
  local: readonly string[],
): Shape {
  const keys = columns.filter(({ isKey }) => isKey);
  const named = columns.map(({ name, isKey }) => ({ name, isKey }));
  if (columns[0]?.isWithoutRowid) return { table, columns: named, key: keys.map(({ name }) => name), local };
  const isRowid = keys.length === 1 && keys[0]?.type === 'INTEGER';
  return {
    table,
    columns: isRowid ? named : [{ name: 'rowid', isKey: true }, ...named],
    key: ['rowid'],
    local,
  };
}

const quoted = (row: 'NEW' | 'OLD', { name }: Pick<Column, 'name'>): string => `quote(${row}.${name})`;

const whereIs = (row: 'NEW' | 'OLD', key: readonly string[]): string =>
  key.map((name) => `'${name} = ' || ${quoted(row, { name })}`).join(` || ' AND ' || `);

/** Three triggers of a table, which each write the statement that takes one change back. */
function triggersOf({ table, columns, key, local }: Shape): string[] {
  const kept = columns.filter(({ name }) => !local.includes(name));
  const names = columns.map(({ name }) => name).join(', ');
  const values = columns.map((column) => quoted('OLD', column)).join(` || ', ' || `);
  const changes = kept
    .map((column) => `'${column.name} = ' || ${quoted('OLD', column)}`)
    .join(` || ', ' || `);
  const of =
    local.length === 0
      ? ''
      : `OF ${kept
          .map(({ name }) => name)
          .filter((name) => name !== 'rowid')
          .join(', ')} `;
  const trigger = (on: string, event: string, statement: string): string => `
    CREATE TRIGGER IF NOT EXISTS ${PREFIX}${table}_${on} AFTER ${event}ON ${table}
    WHEN (SELECT taking = 0 AND settled <= (SELECT position FROM log_end) FROM team)
    BEGIN INSERT INTO team_undo (position, statement) VALUES ((SELECT position FROM log_end), ${statement}); END;`;
  return [
    trigger('insert', 'INSERT ', `'DELETE FROM ${table} WHERE ' || ${whereIs('NEW', key)}`),
    trigger(
      'update',
      `UPDATE ${of}`,
      `'UPDATE ${table} SET ' || ${changes} || ' WHERE ' || ${whereIs('NEW', key)}`,
    ),
    trigger('delete', 'DELETE ', `'INSERT INTO ${table} (${names}) VALUES (' || ${values} || ')'`),
  ];
}
