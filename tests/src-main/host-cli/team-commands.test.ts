import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';

test('somebody is invited to a seat as a new person with a role, or to a further seat of theirs, and never as both', async () => {
  using terminal = await aTerminalWithVault();
  const invite = (name: string, ...how: string[]) =>
    terminal.run('team', 'invite', name, '--out', join(terminal.folder, 'seat'), ...how, ...terminal.options);
  const both = await invite('Ada', '--role', 'analyst', '--seat');
  const neither = await invite('Ada');
  const alone = await invite('Ada', '--seat');
  expect([both.exit, neither.exit]).toEqual([neither.exit, both.exit]);
  expect([both.stderr, neither.stderr]).toEqual(
    Array.from({ length: 2 }, () => expect.stringContaining('--seat for one who works here already')),
  );
  expect([alone.exit, alone.stderr]).not.toEqual([0, '']);
  expect(() => readFileSync(join(terminal.folder, 'seat'))).toThrow('ENOENT');
});
