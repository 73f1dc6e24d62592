import { expect, test } from 'vitest';
import { aProfile } from '../../support/a-profile.ts';
import { aTerminalWithVault } from '../../support/a-terminal.ts';

const TABLE = [
  'Nr;Adres;Ontvangen;Land;Wie',
  'R-1;https://a.example/;20/11/2026 10:05;NL;Jan',
  'R-2;somewhere;;;',
]
  .map((line) => `${line}\n`)
  .join('');

test('at the terminal a profile is saved, shown, listed and removed, and a faulty one is refused at its places', async () => {
  using terminal = await aTerminalWithVault();
  const file = terminal.file('profile.json', JSON.stringify(aProfile()));
  expect(await terminal.ask('import', 'profile', 'save', 'Partner', file)).toMatchObject({
    name: 'Partner',
    version: 1,
  });
  const shown = await terminal.run('import', 'profile', 'show', 'Partner', ...terminal.options);
  expect(JSON.parse(shown.stdout)).toEqual(aProfile());
  const listed = await terminal.ask('import', 'profile', 'list');
  expect(listed.profiles).toMatchObject([{ name: 'Partner', version: 1 }]);
  const wrong = terminal.file(
    'wrong.json',
    JSON.stringify({ ...aProfile(), date: { form: 'DD-MM', zone: 'Mars' } }),
  );
  const refused = await terminal.run('import', 'profile', 'save', 'Wrong', wrong, ...terminal.options);
  expect([refused.exit, refused.stderr]).toEqual([3, expect.stringMatching(/date\.form[\s\S]*date\.zone/)]);
  await terminal.ask('import', 'profile', 'remove', 'Partner');
  expect(await terminal.ask('import', 'profile', 'list')).toEqual({ profiles: [] });
});

test('at the terminal a table is tried with a profile before it is taken in', async () => {
  using terminal = await aTerminalWithVault();
  const profile = terminal.file('profile.json', JSON.stringify(aProfile()));
  await terminal.ask('import', 'profile', 'save', 'Partner', profile);
  const file = terminal.file('week.csv', TABLE);
  const tried = await terminal.run(
    ...['import', file, '--profile', 'Partner', '--dry-run', ...terminal.options],
  );
  expect(tried).toMatchObject({ exit: 0 });
  expect(tried.stdout).toContain('week.csv (table), tried; nothing was changed.');
  expect(tried.stdout).toContain('1 reports, 1 subjects: 1 would be new cases');
  expect(tried.stdout).toMatch(/row 3, Adres, bad-url: .*\n\s+somewhere/);
  expect(tried.stdout).toContain('Wie');
  expect(await terminal.ask('import', file, '--profile', 'Partner', '--keep-good')).toMatchObject({
    format: 'table',
    casesNew: 1,
    refusedTotal: 1,
  });
  const both = await terminal.run(
    ...['import', file, '--profile', 'Partner', '--format', 'scart-csv', ...terminal.options],
  );
  expect([both.exit, both.stderr]).toEqual([2, expect.stringContaining('without --format')]);
});
