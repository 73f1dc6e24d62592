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
  tried('INSERT INTO people (id, name, role, added_at, changed_by) VALUES (?, ?, ?, ?, ?)', [
    id,
    'Forged',
    'supervisor',
    '2026-11-21T00:00:00.000Z',
    by,
  ]);
const change = (member: string, value: string | null, of: string, by: string) =>
  tried(`UPDATE people SET ${member} = ?, changed_by = ? WHERE id = ?`, [value, by, of]);
/** A key of another's making: in place of the one that somebody has here, or at another workstation. */
const giveKey = (of: string, by: string, device: string = vault.session.device) =>
  tried(
    `INSERT INTO person_keys (person_id, device, public_key, given_by) VALUES (?, ?, 'AAAA', ?)
     ON CONFLICT (person_id, device) DO UPDATE
     SET public_key = excluded.public_key, enrolled_at = NULL, given_by = excluded.given_by`,
    [of, device, by],
  );
const assess = (by: string) =>
  tried(
    `INSERT INTO assessments (id, case_id, person_id, assessed_at, legality, category, judgement, route,
     state_before, due_at, position, device) VALUES ('a', 'c', ?, '2026-11-21T00:00:00.000Z', 'legal', '4', '{}', '{}', '{}', '', 0, 'd')`,
    [by],
  );

const ADDED = expect.stringContaining('people are added by a supervisor');
const CHANGED = expect.stringContaining('people are changed by another person, a supervisor');
const INVITED = expect.stringContaining('people are invited by a supervisor');
const REPLACED = expect.stringContaining('a key is replaced by another person, a supervisor');
const ENROLLED = expect.stringContaining('people enrol once, with a key of their own');
const ASSESSED = expect.stringContaining('cases are assessed by analysts and supervisors');

describe('the database itself', () => {
  test('control: takes what a supervisor and an analyst write', () => {
    expect([
      add(idOf.supervisor!),
      change('role', 'auditor', idOf.analyst!, idOf.supervisor!),
      change('disabled_at', '2026-11-21T00:00:00.000Z', idOf.auditor!, idOf.supervisor!),
      giveKey(idOf.analyst!, idOf.supervisor!),
      giveKey(idOf.analyst!, idOf.supervisor!, 'another seat'),
      giveKey(idOf.supervisor!, idOf.supervisor!, 'another seat'),
      assess(idOf.analyst!),
      assess(idOf.supervisor!),
    ]).toEqual(Array.from({ length: 8 }, () => 'done'));
  });

  test.each(['analyst', 'auditor', 'administrator', 'disabled', 'nobody'])(
    'refuses people added or changed by the word of: %s',
    (by) => {
      const word = idOf[by]!;
      expect([
        add(word),
        change('role', 'supervisor', idOf.analyst!, word),
        change('name', 'Boss', idOf.supervisor!, word),
        change('disabled_at', null, idOf.disabled!, word),
        giveKey(idOf.supervisor!, word),
        giveKey(idOf.supervisor!, word, 'another seat'),
      ]).toEqual([ADDED, CHANGED, CHANGED, CHANGED, INVITED, INVITED]);
    },
  );

  test('refuses a person who adds or changes themselves, a supervisor too', () => {
    const id = '00000000-0000-7000-8000-00000000000b';
    expect([
      add(id, id),
      change('role', 'auditor', idOf.supervisor!, idOf.supervisor!),
      giveKey(idOf.supervisor!, idOf.supervisor!),
      change('role', 'supervisor', idOf.analyst!, idOf.analyst!),
    ]).toEqual([ADDED, CHANGED, REPLACED, CHANGED]);
  });

  test('takes a key of a person’s own in place of their invitation’s, once, and nothing else with it', () => {
    const enrol = (of: string, also = '') =>
      `UPDATE person_keys SET public_key = 'AAAA', enrolled_at = '2026-11-21T00:00:00.000Z'${also}
       WHERE person_id = '${idOf[of]}'`;
    expect([
      tried(enrol('auditor')),
      tried(enrol('analyst')),
      tried(enrol('disabled')),
      tried(enrol('auditor', ", device = 'another seat'")),
      tried(enrol('auditor', `, person_id = '${idOf.administrator}', device = 'another seat'`)),
      tried(enrol('auditor', ", given_by = 'recovery'")),
      tried(`UPDATE person_keys SET enrolled_at = 'now' WHERE person_id = '${idOf.auditor}'`),
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
