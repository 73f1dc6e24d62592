import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, SqlParameters } from '../../../../src-main/engine/storage/database.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { enrolled, invited } from '../../../support/colleagues.ts';
import { databaseOf } from '../../../support/vault-database.ts';

let vault: AVault;
let db: Database;
const idOf: Record<string, string> = {};

beforeAll(async () => {
  vault = await aVault();
  idOf.supervisor = vault.session.person.id;
  idOf.analyst = (await enrolled(vault, 'Ann', 'analyst')).id;
  idOf.auditor = (await invited(vault, 'Eva', 'auditor')).id;
  idOf.administrator = (await invited(vault, 'Adi', 'administrator')).id;
  const gone = await invited(vault, 'Gil', 'supervisor');
  await vault.client.people.disable({ command: aCommand(), person: gone.id });
  idOf.disabled = gone.id;
  idOf.nobody = '00000000-0000-7000-8000-000000000000';
  vault.lock();
  db = await databaseOf(vault.folder);
});

afterAll(() => {
  db.close();
  vault[Symbol.dispose]();
});

/** What the database says to a statement, which is taken back whatever happens. */
function tried(sql: string, parameters: SqlParameters = []): string {
  db.execute('BEGIN');
  try {
    db.prepare(sql).run(parameters);
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  } finally {
    db.execute('ROLLBACK');
  }
}

const add = (by: string, id = '00000000-0000-7000-8000-00000000000a') =>
  tried('INSERT INTO people (id, name, role, public_key, added_at, changed_by) VALUES (?, ?, ?, ?, ?, ?)', [
    id,
    'Forged',
    'supervisor',
    'AAAA',
    '2026-11-21T00:00:00.000Z',
    by,
  ]);
const change = (member: string, value: string | null, of: string, by: string) =>
  tried(`UPDATE people SET ${member} = ?, changed_by = ? WHERE id = ?`, [value, by, of]);
const assess = (by: string) =>
  tried(
    `INSERT INTO assessments (id, case_id, person_id, assessed_at, legality, category, judgement, route,
     state_before, due_at, position, device) VALUES ('a', 'c', ?, '2026-11-21T00:00:00.000Z', 'legal', '4', '{}', '{}', '{}', '', 0, 'd')`,
    [by],
  );

const ADDED = expect.stringContaining('people are added by a supervisor');
const CHANGED = expect.stringContaining('people are changed by another person, a supervisor');
const ENROLLED = expect.stringContaining('people enrol once, with a key of their own');
const ASSESSED = expect.stringContaining('cases are assessed by analysts and supervisors');

describe('the database itself', () => {
  test('control: takes what a supervisor and an analyst write', () => {
    expect([
      add(idOf.supervisor!),
      change('role', 'auditor', idOf.analyst!, idOf.supervisor!),
      change('disabled_at', '2026-11-21T00:00:00.000Z', idOf.auditor!, idOf.supervisor!),
      assess(idOf.analyst!),
      assess(idOf.supervisor!),
    ]).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  test.each(['analyst', 'auditor', 'administrator', 'disabled', 'nobody'])(
    'refuses people added or changed by the word of: %s',
    (by) => {
      const word = idOf[by]!;
      expect([
        add(word),
        change('role', 'supervisor', idOf.analyst!, word),
        change('public_key', 'AAAA', idOf.supervisor!, word),
        change('name', 'Boss', idOf.supervisor!, word),
        change('disabled_at', null, idOf.disabled!, word),
      ]).toEqual([ADDED, CHANGED, CHANGED, CHANGED, CHANGED]);
    },
  );

  test('refuses a person who adds or changes themselves, a supervisor too', () => {
    const id = '00000000-0000-7000-8000-00000000000b';
    expect([
      add(id, id),
      change('role', 'auditor', idOf.supervisor!, idOf.supervisor!),
      change('public_key', 'AAAA', idOf.supervisor!, idOf.supervisor!),
      change('role', 'supervisor', idOf.analyst!, idOf.analyst!),
    ]).toEqual([ADDED, CHANGED, CHANGED, CHANGED]);
  });

  test('takes a key of a person’s own in place of their invitation’s, once, and nothing else with it', () => {
    const enrol = (of: string, also = '') =>
      `UPDATE people SET public_key = 'AAAA', enrolled_at = '2026-11-21T00:00:00.000Z'${also} WHERE id = '${idOf[of]}'`;
    expect([
      tried(enrol('auditor')),
      tried(enrol('analyst')),
      tried(enrol('disabled')),
      tried(enrol('auditor', ", role = 'supervisor'")),
      tried(enrol('auditor', ", name = 'Boss'")),
      tried(enrol('auditor', ', disabled_at = NULL, changed_by = id')),
      tried(`UPDATE people SET enrolled_at = 'now' WHERE id = '${idOf.auditor}'`),
    ]).toEqual(['done', ENROLLED, ENROLLED, ENROLLED, ENROLLED, ENROLLED, ENROLLED]);
  });

  test('refuses to delete a person, and an unknown role', () => {
    expect([
      tried('DELETE FROM people WHERE id = ?', [idOf.analyst!]),
      change('role', 'director', idOf.analyst!, idOf.supervisor!),
    ]).toEqual([
      expect.stringContaining('people are disabled, never deleted'),
      expect.stringContaining('CHECK constraint failed'),
    ]);
  });

  test('refuses an assessment by a person who may not assess', () => {
    const those = ['auditor', 'administrator', 'disabled', 'nobody'];
    expect(those.map((by) => assess(idOf[by]!))).toEqual(those.map(() => ASSESSED));
  });

  test('names the people as the tests think of them', async () => {
    const rows = db.prepare('SELECT name, role, disabled_at IS NULL AS here FROM people ORDER BY name').all();
    expect(rows.map(({ name, role, here }) => [name, role, here])).toEqual([
      ['Adi', 'administrator', 1],
      ['Ann', 'analyst', 1],
      ['Eva', 'auditor', 1],
      ['Gil', 'supervisor', 0],
      [PERSON, 'supervisor', 1],
    ]);
  });
});
