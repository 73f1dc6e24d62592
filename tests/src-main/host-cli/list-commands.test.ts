import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';

test('an index that cannot be kept is told in words, also where JSON was asked for', async () => {
  const terminal = await aTerminalWithVault();
  const file = terminal.file('one.txt', `${'a'.repeat(32)}\n`);
  const command = ['lists', 'import', file, '--type', 'sums', '--algorithm', 'md5', '--meaning', 'baseline'];
  await terminal.ask(...command, '--name', 'one');
  const folder = join(terminal.vault, readdirSync(terminal.vault).find((name) => name.startsWith('index-'))!);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'no folder');
  const ran = await terminal.run(...command, '--name', 'two', ...terminal.options, '--json');
  expect([ran.exit, ran.stdout]).toEqual([3, '']);
  expect(ran.stderr).toContain('The index of the hash lists cannot be used.');
});
