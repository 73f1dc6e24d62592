import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CommandStore } from '../../../../src-main/engine/session/command.store.ts';
import { commandsSchema } from '../../../../src-main/engine/session/migrations/0002-commands.ts';
import { Database } from '../../../../src-main/engine/storage/database.ts';
import { aFolder } from '../../../support/a-folder.ts';

const AT = '2026-03-01T10:00:00.000Z';

describe('commands that were carried out', () => {
  let folder: ReturnType<typeof aFolder>;
  let db: Database;
  let commands: CommandStore;

  beforeEach(() => {
    folder = aFolder();
    db = Database.create(join(folder.path, 'commands.db'), new Uint8Array(32).fill(1));
    db.execute(commandsSchema.sql);
    commands = new CommandStore(db);
  });

  afterEach(() => {
    db.close();
    folder[Symbol.dispose]();
  });

  test('are each found by their own id, whatever its beginning', () => {
    const ids = [
      // Of one millisecond.
      '0195e0c0-0000-7000-8000-000000000001',
      '0195e0c0-0000-7000-8000-000000000002',
      '0195e0c0-0000-7fff-8000-000000000001',
      // Of the one before it and the one after it.
      '0195e0bf-ffff-7000-8000-000000000001',
      '0195e0c0-0001-7000-8000-000000000001',
      // Of no time.
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
      '00000000-0000-4000-8000-000000000000',
      // Of a time so late that it has the places of an earlier one.
      '4195e0c0-0000-7000-8000-000000000001',
    ];
    for (const id of ids) commands.remember(id, `asked ${id}`, `answered ${id}`, AT);
    expect(ids.map((id) => commands.find(id))).toEqual(
      ids.map((id) => ({ asked: `asked ${id}`, answer: `answered ${id}` })),
    );
    expect(commands.find('0195e0c0-0000-7000-8000-000000000003')).toBeNull();
  });

  test('are found after others of their millisecond were forgotten', () => {
    const id = (n: number) => `0195e0c0-0000-7000-8000-00000000000${n}`;
    commands.remember(id(1), '', 'of case a', AT);
    commands.remember(id(2), '', 'of case b', AT);
    commands.forget('2026-01-01T00:00:00.000Z', ['case a']);
    commands.remember(id(3), '', 'of case c', AT);
    expect([1, 2, 3].map((n) => commands.find(id(n))?.answer)).toEqual([undefined, 'of case b', 'of case c']);
  });

  test('of which more have ids of one millisecond than can be told apart are refused, and take no other place', () => {
    const id = (n: number) => `0195e0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
    db.transaction(() => {
      for (let n = 0; n < 2048; n++) commands.remember(id(n), '', '', AT);
    });
    expect(() => commands.remember(id(2048), '', '', AT)).toThrow(
      '2048 commands have ids of one millisecond',
    );
    expect(commands.find('0195e0c0-0001-7000-8000-000000000001')).toBeNull();
  });
});
