import { readFileSync, writeFileSync } from 'node:fs';
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

test('a vault that was never restored neither asks to come back nor is let in, and both ids are asked for whole', async () => {
  using terminal = await aTerminalWithVault();
  const id = '00000000-0000-7000-8000-00000000000b';
  const out = join(terminal.folder, 'copy.json');
  const readmit = (device: string, replaces: string) =>
    terminal.run('team', 'readmit', device, '--replaces', replaces, '--out', out, ...terminal.options);
  const [short, alone] = [await readmit('…00000b', id), await readmit(id, id)];
  expect(short.stderr).toContain('name both by their ids');
  expect(alone.stderr).toContain('works alone');
  expect(() => readFileSync(out)).toThrow('ENOENT');
  writeFileSync(out, '{}');
  const rejoin = await terminal.run(...['team', 'rejoin', out, '--code-file', out], ...terminal.options);
  expect([rejoin.exit === 0, rejoin.stderr.includes('works alone')]).toEqual([false, true]);
});
