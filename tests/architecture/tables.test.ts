import { describe, expect, test } from 'vitest';
import { floorOf, roomOf } from './floors.ts';
import { readSource, readSourceTree, type SourceFile } from './source-tree.ts';

const HOLDS_SQL = /\.store\.ts$|\/migrations\/\d{4}-[\w-]+\.ts$/;

/** A table or a view, and the room whose migration makes it. */
interface Made {
  kind: 'table' | 'view';
  room: string;
}

const sqlIn = (tree: readonly SourceFile[]): SourceFile[] =>
  tree.filter(({ path }) => roomOf(path) !== null && HOLDS_SQL.test(path));

/** By name. A name that two rooms make is whose it was first, and the other room's use of it is seen. */
function madeIn(tree: readonly SourceFile[]): Map<string, Made> {
  const made = new Map<string, Made>();
  for (const { path, texts } of sqlIn(tree)) {
    const room = roomOf(path);
    for (const [, kind, name] of texts.join('\n').matchAll(/\bCREATE (?:VIRTUAL )?(TABLE|VIEW) (\w+)/g)) {
      if (room !== null && kind !== undefined && name !== undefined && !made.has(name))
        made.set(name, { kind: kind === 'TABLE' ? 'table' : 'view', room });
    }
  }
  return made;
}

/** A guard may stand on a table of a room below it: what is written there must not get around it. What it reads is another matter. */
const GUARD = /\bCREATE TRIGGER \w+\s+BEFORE\s+(?:INSERT|DELETE|UPDATE(?:\s+OF\s+[\w\s,]+?)?)\s+ON\s+(\w+)/g;
const NAMED = /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|VIEW|REFERENCES|ON)\s+(\w+)/g;

/** What SQL of a room names of another's: a table, or a view of a room that is not below. */
function strange(tree: readonly SourceFile[], made: ReadonlyMap<string, Made>): string[] {
  return sqlIn(tree).flatMap(({ path, texts }) => {
    const own = roomOf(path) ?? '';
    const isBelow = (room: string) => floorOf(room) < floorOf(own);
    const found = new Set<string>();
    for (const text of texts) {
      const guarded = [...text.matchAll(GUARD)].map(([, name = '']) => name);
      for (const name of guarded) {
        const { room } = made.get(name) ?? { room: own };
        if (room !== own && !isBelow(room)) found.add(name);
      }
      // A name may also come into a statement from a list of names.
      const named = [...text.replaceAll(GUARD, '').matchAll(NAMED)].map(([, name = '']) => name);
      for (const name of [...named, text]) {
        const { kind, room } = made.get(name) ?? { kind: 'view', room: own };
        if (room !== own && (kind === 'table' || !isBelow(room))) found.add(name);
      }
    }
    return [...found].map((name) => `${path} names ${name} of ${made.get(name)?.room}`);
  });
}

/** Files that hold a part of a statement about tables, and are no store and no migration. */
const elsewhere = (tree: readonly SourceFile[]): string[] =>
  tree
    .filter(({ path }) => /^(shared|src-main|src-renderer)\//.test(path) && !HOLDS_SQL.test(path))
    .filter(({ texts }) =>
      texts.some((text) => [...text.matchAll(NAMED)].some(([, name = '']) => made.has(name))),
    )
    .map(({ path }) => path);

const tree = readSourceTree();
const made = madeIn(tree);

describe('SQL of a room', () => {
  test('names no table of another room, and no view of a room above it', () => {
    expect(strange(tree, made)).toEqual([]);
  });

  test('is read where it is: the tables and views of every room that keeps something are known', () => {
    const rooms = [...new Set([...made.values()].map(({ room }) => room))];
    expect(rooms.toSorted((a, b) => floorOf(a) - floorOf(b))).toEqual([
      ...['storage', 'session', 'cases', 'ledger', 'people', 'policy', 'intake', 'referral', 'assessment'],
      ...['lists', 'second-review', 'matching', 'review', 'blocklist', 'team'],
    ]);
  });

  test('stands in stores and migrations alone: no other text of the product names a table as SQL does', () => {
    expect(elsewhere(tree)).toEqual([]);
  });

  test('leaves no view unread: one that no other room reads is not offered', () => {
    const texts = sqlIn(tree).map(({ path, texts }) => ({ room: roomOf(path), text: texts.join('\n') }));
    const unread = [...made].filter(
      ([name, { kind, room }]) =>
        kind === 'view' &&
        !texts.some((one) => one.room !== room && new RegExp(`\\b${name}\\b`).test(one.text)),
    );
    // The lists' own: what stands on them, of either kind.
    expect(unread.map(([name]) => name)).toEqual(['list_rows']);
  });
});

describe('the test itself', () => {
  const seen = (path: string, sql: string) => strange([readSource(path, `db.prepare(\`${sql}\`)`)], made);
  const store = 'src-main/engine/review/a.store.ts';
  const migration = 'src-main/engine/review/migrations/0099-a.ts';

  test.each([
    ['a table that is read', store, 'SELECT id FROM cases WHERE id = ?'],
    ['a table that is joined', store, 'SELECT 1 FROM assignments a JOIN people p ON p.id = a.person_id'],
    ['a table that is written', store, 'INSERT OR IGNORE INTO cases_to_match (case_id) VALUES (?)'],
    ['a table that is changed', store, 'UPDATE referrals SET case_id = ? WHERE case_id = ?'],
    ['a table that is emptied', store, 'DELETE FROM case_matches'],
    [
      'a table of the same in a subquery',
      store,
      'SELECT 1 FROM assignments WHERE id IN (SELECT id FROM reports)',
    ],
    ['a view of a room above', 'src-main/engine/people/a.store.ts', 'SELECT 1 FROM hidden_assessments'],
    ['a column added to a table', migration, 'ALTER TABLE cases ADD COLUMN a TEXT'],
    ['an index on a table', migration, 'CREATE INDEX a ON cases (id)'],
    [
      'a table that a guard reads',
      migration,
      'CREATE TRIGGER a BEFORE INSERT ON assignments WHEN EXISTS (SELECT 1 FROM people) BEGIN SELECT 1; END',
    ],
    [
      'a guard on a table above',
      'src-main/engine/cases/migrations/0099-a.ts',
      'CREATE TRIGGER a BEFORE UPDATE OF id, person_id ON assignments BEGIN SELECT 1; END',
    ],
  ])('sees %s', (_, path, sql) => {
    expect(seen(path, sql)).toHaveLength(1);
  });

  test('sees a table that comes from a list of names', () => {
    const text =
      "for (const table of ['assignments', 'sightings']) db.prepare(`UPDATE $" + '{table} SET a = 1`)';
    expect(strange([readSource(store, text)], made)).toEqual([`${store} names sightings of cases`]);
  });

  test('sees a part of a statement that stands elsewhere', () => {
    const path = 'src-main/engine/review/a.ts';
    expect([
      elsewhere([readSource(path, "const IS_FREE = 'id NOT IN (SELECT case_id FROM assignments)'")]),
      elsewhere([readSource(path, "say('told from assignments')")]),
    ]).toEqual([[path], []]);
  });

  test('lets a room’s own tables, views of rooms below, and guards on tables below through', () => {
    expect([
      seen(store, 'SELECT a.id, p.name FROM assignments a JOIN person_names p ON p.id = a.person_id'),
      seen(store, "SELECT '' AS people, cases FROM case_tallies"),
      seen(migration, 'CREATE TRIGGER a BEFORE UPDATE OF assigned_to ON cases BEGIN SELECT 1; END'),
    ]).toEqual([[], [], []]);
  });
});
