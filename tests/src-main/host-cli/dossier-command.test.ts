import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proofsOf } from '../../../shared/contract/dossier.ts';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';

const VERIFIER = join(import.meta.dirname, '..', '..', '..', 'verifier', 'hashline-verify.mjs');
const STORY = 'A visitor <b>tells</b> what they came upon & where.';

const verifies = (...args: string[]): number | null =>
  spawnSync(process.execPath, [VERIFIER, ...args]).status;

/** One address reported twice, once with a narrative, and decided. */
async function aDecidedCase(terminal: Terminal): Promise<string> {
  const report = (narrative?: string) =>
    JSON.stringify({
      format: 'hashline-report/1',
      receivedAt: null,
      channel: 'web-form',
      ...(narrative === undefined ? {} : { narrative }),
      subjects: [{ kind: 'url', url: 'https://one.example/a?b=<script>', hosting: { country: 'BE' } }],
    });
  await terminal.ask('import', terminal.file('two.jsonl', `${report(STORY)}\n${report()}\n`));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string }[] };
  const judged = ['--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'];
  await terminal.ask('assess', cases[0]!.id, ...judged);
  return cases[0]!.id;
}

const revealed = async (terminal: Terminal): Promise<number> => {
  const { entries } = (await terminal.ask(
    'audit',
    'select',
    join(terminal.folder, `${Math.random()}`),
    '--kind',
    'narrative.revealed',
  )) as {
    entries: number;
  };
  return entries;
};

test('a dossier holds a case on paper, without narratives unless they are asked for and recorded', async () => {
  using terminal = await aTerminalWithVault(0);
  const id = await aDecidedCase(terminal);
  const file = join(terminal.folder, 'dossier.html');
  await terminal.ask('audit', 'dossier', file, '--case', id);
  const html = readFileSync(file, 'utf8');
  expect(html).toContain('hxxps://one[.]example/a?b=&lt;script&gt;');
  expect(html).toContain('Federal Police');
  expect(html).toContain('<dt>Legality</dt><dd>Illegal</dd>');
  expect(html).toContain('Case assessed');
  expect(html).not.toMatch(/<script|<a |<img|src=|href=|visitor/);
  // No key of a text is left where a text should be.
  expect(html.replace(/<(pre|code)[\s\S]*?<\/\1>/g, '')).not.toMatch(
    /\b(dossier|enum|assess|outbox|settings|decided)\.[a-z]/i,
  );
  expect(await revealed(terminal)).toBe(0);

  const told = join(terminal.folder, 'told.html');
  await terminal.ask('audit', 'dossier', told, '--case', id, '--with-narratives');
  expect(readFileSync(told, 'utf8')).toContain(
    'A visitor &lt;b&gt;tells&lt;/b&gt; what they came upon &amp; where.',
  );
  expect(await revealed(terminal)).toBe(1);
});

test('the proofs in a dossier are what the verifiers take, and a changed one is refused', async () => {
  using terminal = await aTerminalWithVault(0);
  const id = await aDecidedCase(terminal);
  const file = join(terminal.folder, 'dossier.html');
  await terminal.ask('audit', 'dossier', file, '--case', id);
  const { key } = (await terminal.ask('audit', 'checkpoint')) as { key: string };
  const { checkpoint, entries } = proofsOf(readFileSync(file, 'utf8'))!;

  const selection = terminal.file('case.jsonl', entries);
  const checked = await terminal.run('audit', 'check-proof', selection, '--key', key, '--json');
  expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, asked: { cases: [id] } });
  const changed = terminal.file(
    'changed.jsonl',
    entries.replace('"legality":"illegal"', '"legality":"legal"'),
  );
  expect(changed).not.toBe(selection);
  expect((await terminal.run('audit', 'check-proof', changed, '--key', key)).exit).toBe(5);

  const ledger = join(terminal.folder, 'ledger.jsonl');
  await terminal.ask('audit', 'export', ledger);
  const note = terminal.file('checkpoint.txt', checkpoint);
  expect(verifies(ledger, '--anchor', note)).toBe(0);
  const lines = checkpoint.split('\n');
  lines[2] = `${lines[2]!.slice(0, -5)}AAAA=`;
  expect(verifies(ledger, '--anchor', terminal.file('forged.txt', lines.join('\n')))).toBe(5);
});

test('a dossier is refused for what is no case', async () => {
  using terminal = await aTerminalWithVault(0);
  const run = (id: string) =>
    terminal.run('audit', 'dossier', join(terminal.folder, 'none.html'), '--case', id, ...terminal.options);
  expect((await run('nothing')).exit).toBe(2);
  expect((await run('018f6b1c-0000-7000-8000-000000000000')).exit).toBe(3);
});
