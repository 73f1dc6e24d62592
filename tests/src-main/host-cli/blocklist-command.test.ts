import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aBlockingVault } from '../../support/a-blocking-vault.ts';
import { aTerminal, type Terminal } from '../../support/a-terminal.ts';
import { PERSON } from '../../support/a-vault.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

async function aBlockingTerminal(): Promise<Terminal> {
  using vault = await aBlockingVault(['a.example']);
  vault.lock();
  const terminal = aTerminal();
  cpSync(vault.folder, terminal.vault, { recursive: true });
  terminal.options.push('--as', PERSON);
  return terminal;
}

test('at the terminal the list is written as files, with what changed where that is asked for', async () => {
  using terminal = await aBlockingTerminal();
  const out = join(terminal.folder, 'out');
  await terminal.ask('import', terminal.file('reports.csv', scartFile([scartRow('https://a.example/')])));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string }[] };
  await terminal.ask(
    ...['assess', cases[0]!.id, '--legality', 'illegal', '--classification', 'baseline'],
    ...['--hosting', 'RO'],
  );
  const first = await terminal.ask('blocklist', 'export', '--out', out);
  const second = await terminal.ask('blocklist', 'export', '--out', out, '--since', String(first.serial));
  const withDifference = readdirSync(out).sort();
  const third = await terminal.ask('blocklist', 'export', '--out', out);
  expect([first, second]).toEqual([
    expect.objectContaining({ added: 2, removed: 0, previous: null }),
    expect.objectContaining({ added: 0, removed: 0, previous: first.serial }),
  ]);
  expect(withDifference).toEqual([...(second.files as string[])].sort());
  expect(readdirSync(out).sort()).toEqual([...(third.files as string[])].sort());
  expect(readFileSync(join(out, 'blocklist.txt'), 'utf8')).toBe(`a.example\nhttps://a.example/\n`);
});

test('at the terminal a folder with a later list is never overwritten with an earlier serial', async () => {
  using terminal = await aBlockingTerminal();
  const published = Math.floor(Date.now() / 1000) + 100_000;
  const path = terminal.file(
    'blocklist.json',
    JSON.stringify({ format: 'hashline-blocklist/1', serial: published }),
  );
  const out = join(path, '..');
  const next = await terminal.ask('blocklist', 'export', '--out', out);
  writeFileSync(path, '{');
  const damaged = await terminal.run('blocklist', 'export', '--out', out, ...terminal.options);
  expect([next.serial, damaged.exit]).toEqual([published + 1, 2]);
  expect(damaged.stderr).toContain('does not say which serial was published');
});
