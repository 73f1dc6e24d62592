import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { referredAtTerminal } from '../../support/at-the-terminal.ts';
import { aDesk } from '../receiver/a-desk.ts';

test('a consultation is recorded with a note from a file, and counted in the list of desks beside what was delivered', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  const { case: id } = await referredAtTerminal(terminal, desk);
  await terminal.ask('destination', 'change', 'police', '--base', 'ICSE');
  await terminal.ask('send');
  const note = terminal.file('note.txt', 'Inspector on duty, file 7\n');
  const at = '2026-03-04T09:30:00.000Z';
  const found = ['--result', 'found', '--at', at, '--note-file', note];
  await terminal.ask('consult', id, '--base', 'ICSE', ...found);
  const { consultations } = await terminal.ask('consult', id, '--base', 'TWINS', '--result', 'not-found');
  const { bases } = await terminal.ask('destination', 'list');
  const { stdout } = await terminal.run('destination', 'list', ...terminal.options);
  expect({ consultations, bases, last: stdout.trimEnd().split('\n').slice(-3) }).toEqual({
    consultations: [
      expect.objectContaining({ base: 'ICSE', result: 'found', at, note: 'Inspector on duty, file 7' }),
      expect.objectContaining({ base: 'TWINS', result: 'not-found', note: '' }),
    ],
    bases: [
      { base: 'ICSE', referrals: 1, consulted: 1, found: 1 },
      { base: 'TWINS', referrals: null, consulted: 1, found: 0 },
    ],
    last: ['delivered for ICSE: 1', 'consulted ICSE: 1, found: 1', 'consulted TWINS: 1, found: 0'],
  });
});

test('a consultation without a base or a result, of the future, or with a note that cannot be read is told as what it is', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  const { case: id } = await referredAtTerminal(terminal, desk);
  const told = async (...args: string[]) => {
    const { exit, stderr } = await terminal.run('consult', ...args, ...terminal.options);
    return [exit, stderr.trim().split('\n').at(-1)];
  };
  const found = ['--base', 'ICSE', '--result', 'found'];
  expect([
    await told(id, '--result', 'found'),
    await told(id, '--base', 'ICSE', '--result', 'perhaps'),
    await told(id, '--base', 'two\nlines', '--result', 'found'),
    await told('nothing', ...found),
    await told(id, ...found, '--at', '2999-01-01T00:00:00Z'),
    await told(id, ...found, '--note-file', join(terminal.folder, 'absent')),
  ]).toEqual([
    [2, expect.stringContaining('--base')],
    [2, expect.stringContaining('not-found')],
    [2, expect.stringContaining('one line')],
    [2, expect.stringContaining('case')],
    [3, expect.stringContaining('lies in the future')],
    [2, expect.stringContaining('cannot be read')],
  ]);
});
