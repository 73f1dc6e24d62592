import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PublicationKind } from '../../../shared/domain/publications/publication.ts';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { PERSON } from '../../support/a-vault.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

/** The document from its first chapter to what names its record. */
const bodyOf = (html: string): string => html.slice(html.indexOf('<h2>'), html.indexOf('class="recount"'));

test('at the terminal a report of a vault and of its export have the same figures, and hold nothing of a person', async () => {
  using terminal = await aTerminalWithVault(0);
  await terminal.ask('import', terminal.file('a.csv', scartFile([scartRow('https://canary.example/')])));
  const [{ id }] = (await terminal.ask('queue')).cases as [{ id: string }];
  await terminal.ask(
    ...['assess', id, '--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'],
    ...['--note', 'canary of a note'],
  );
  const year = String(new Date().getUTCFullYear());
  const out = (name: string) => join(terminal.folder, name);
  const written = (name: string) => readFileSync(out(name), 'utf8');
  await terminal.run('report', 'texts', out('texts.json'));
  const common = ['--period', year, '--lang', 'nl', '--texts', out('texts.json')];
  for (const kind of PublicationKind.options)
    await terminal.ask('report', kind, ...common, '--out', out(`${kind}.html`));
  const { size, root } = await terminal.ask('report', 'inhope', '--period', year, '--out', out('inhope.csv'));
  await terminal.ask('audit', 'export', out('export.jsonl'));
  const again = ['--from', out('export.jsonl'), '--entries', String(size), '--json'];
  const recounted = await terminal.run('report', 'national', ...common, ...again, '--out', out('again.html'));
  expect(JSON.parse(recounted.stdout)).toMatchObject({ size, root });
  // Days since receipt are known to the vault alone.
  const upToDays = (html: string) => bodyOf(html).split('<h3>4.2')[0];
  expect(upToDays(written('again.html'))).toBe(upToDays(written('national.html')));
  expect(written('inhope.csv')).toContain('"Illegal cases, by place of hosting",Own country,Number,1\r\n');
  for (const kind of PublicationKind.options) {
    expect(written(`${kind}.html`)).toContain('<html lang="nl">');
    expect(written(`${kind}.html`)).not.toMatch(new RegExp(`canary|${PERSON}|${id}`));
  }
});

test('at the terminal texts that are none, and a limit that hides nothing, are refused; pasting is still what "report" does', async () => {
  using terminal = await aTerminalWithVault();
  const file = terminal.file('texts.json', '{"format":"hashline-report-texts/1","version":0}');
  const all = ['report', 'board', '--period', '2026', '--out', join(terminal.folder, 'x.html')];
  const texts = await terminal.run(...all, '--texts', file, ...terminal.options);
  const limit = await terminal.run(...all, '--suppress-below', '2', ...terminal.options);
  const pasted = await terminal.run(
    'report',
    '--paste',
    terminal.file('a.txt', 'nothing'),
    ...terminal.options,
  );
  expect([texts.exit, texts.stderr, limit.exit, limit.stderr, pasted.exit, pasted.stderr]).toEqual([
    ...[3, expect.stringContaining('version'), 2, expect.stringContaining('a number from 3')],
    ...[2, expect.stringContaining('no address, link or hash')],
  ]);
});
