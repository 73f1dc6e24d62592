import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { anMmdb } from '../../support/an-mmdb.ts';

test('at the terminal a table is named, asked about a case, and removed', async () => {
  using terminal = await aTerminalWithVault();
  const file = terminal.file('countries.mmdb', anMmdb({ '192.0.2.0/24': { country: { iso_code: 'NL' } } }));
  const none = await terminal.run('hosting', 'table', ...terminal.options);
  await terminal.ask('import', terminal.file('urls.txt', 'http://192.0.2.7/a\nhttps://one.example/\n'));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string; subject: string }[] };
  const [numbered, named] = ['192.0.2.7', 'one.example'].map(
    (host) => cases.find(({ subject }) => subject.includes(host))!.id,
  );
  const ready = await terminal.run('hosting', 'table', file, ...terminal.options);
  const found = await terminal.run('hosting', 'of', numbered!, ...terminal.options);
  const unasked = await terminal.run('hosting', 'of', named!, ...terminal.options);
  const title = `Example-Country, built 2026-11-01, IPv4 and IPv6: ${file}`;
  expect([none.stdout, ready.stdout]).toEqual([
    'No table is named: hashline hosting table FILE.\n',
    `${title}\n`,
  ]);
  expect(found.stdout).toBe(
    `${title}\nADDRESS          NETWORK  FROM         SIGHTINGS  COUNTRY\n192[.]0[.]2[.]7  /24      the subject  1          NL\n`,
  );
  expect(unasked.stdout).toBe(
    `${title}\nNot looked up, because a host’s name is never resolved: 1 sightings\n`,
  );
  const both = await terminal.run('hosting', 'table', file, '--remove', ...terminal.options);
  expect([both.exit, await terminal.ask('hosting', 'table', '--remove')]).toEqual([2, { state: 'none' }]);
});

test('at the terminal a registry’s answer is read, and one about other addresses or of two countries is refused', async () => {
  using terminal = await aTerminalWithVault();
  const answer = 'inetnum: 192.0.2.0 - 192.0.2.255\nnetname: EXAMPLE\ncountry: NL\nsource: EXAMPLE\n';
  const good = terminal.file('answer.txt', answer);
  const two = terminal.file('two.txt', `${answer}country: BE\n`);
  const read = await terminal.run('hosting', 'answer', good, '--ip', '192.0.2.9');
  const other = await terminal.run('hosting', 'answer', good, '--ip', '198.51.100.1');
  const wrong = await terminal.run('hosting', 'answer', good, '--ip', 'one.example');
  const several = await terminal.run('hosting', 'answer', two);
  expect([read.exit, read.stdout]).toEqual([
    0,
    [
      'Country: NL',
      'Network: EXAMPLE',
      'Addresses: 192.0.2.0 - 192.0.2.255',
      'Registry: EXAMPLE (whois)',
      'Changed: not stated\n',
    ].join('\n'),
  ]);
  expect([other.exit, other.stdout.trim().split('\n').at(-1)]).toEqual([
    3,
    'The answer is about other addresses than 198.51.100.1.',
  ]);
  expect(wrong.exit).toBe(2);
  expect([several.exit, several.stdout]).toEqual([
    3,
    'The answer names several countries: NL (line 3), BE (line 5)\n',
  ]);
});
