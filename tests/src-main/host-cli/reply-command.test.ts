import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ReplyKind } from '../../../shared/domain/replies/reply-texts.ts';
import { LANGUAGES } from '../../../shared/locales/locales.ts';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { PERSON } from '../../support/a-vault.ts';
import { aDesk } from '../receiver/a-desk.ts';

const HASH = 'c0ffee'.repeat(10).padEnd(64, '7');
const CANARIES = ['canary.example', 'canary-told', 'canary-note', 'canary-ref'];

test('replies say what is true of the case, and nothing of it but the id of the report', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  const { url, ca, cert, key } = desk.settings;
  const pem = Object.entries({ ca, cert, key }).flatMap(([name, text]) => [
    ...[`--${name}`, terminal.file(`${name}.pem`, text)],
  ]);
  await terminal.ask('destination', 'add', 'police', '--kind', 'https-json', '--url', url, ...pem);
  const pasted = terminal.file(
    'mail.txt',
    `canary-told: look at https://canary.example/page\nSHA-256 ${HASH}\n`,
  );
  const taken = ['report', '--paste', pasted, '--yes', '--reference', 'canary-ref'];
  const { taken: first } = (await terminal.ask(...taken)) as { taken: { report: string } };
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string; kind: string }[] };
  const idOf = (kind: string) => cases.find((one) => one.kind === kind)?.id ?? '';
  const id = idOf('url');
  const reply = (...more: string[]) => terminal.ask('reply', id, '--lang', 'nl', ...more);
  const told = async (...args: string[]) => {
    const { exit, stderr } = await terminal.run('reply', ...args, ...terminal.options);
    return [exit, stderr];
  };

  const thanks = await reply();
  expect(thanks).toMatchObject({ kind: 'thanks', language: 'nl', report: first.report, file: null });
  expect(await told(id, '--lang', 'nl', '--kind', 'decided')).toEqual([
    ...[2, expect.stringContaining('"decided" would not be true: the case is open')],
  ]);

  const judged = ['--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'];
  await terminal.ask('assess', id, ...judged, '--note', 'canary-note');
  expect(await reply()).toMatchObject({ kind: 'decided' });
  expect(await told(id, '--lang', 'nl', '--kind', 'referred')).toEqual([
    ...[2, expect.stringContaining('nothing about the case was delivered')],
  ]);
  await terminal.ask('send');
  const out = join(terminal.folder, 'reply.txt');
  const saved = await terminal.run('reply', id, '--lang', 'fr', '--out', out, ...terminal.options);
  const shown = await terminal.run('reply', id, '--lang', 'fr', ...terminal.options);
  expect([saved.exit, saved.stdout, shown.stderr]).toEqual([
    ...[0, `Wrote the reply to ${out}. Nothing was sent.\n`],
    'The reply is "referred": the case is referred.\n',
  ]);
  expect(readFileSync(out, 'utf8')).toBe(shown.stdout);

  const ofFile = (await terminal.ask('reply', idOf('file'), '--lang', 'en')) as { text: string };
  const forbidden = [...CANARIES, HASH, PERSON, id, idOf('file'), 'baseline', 'illegal', 'hosted', 'BE'];
  expect(forbidden.filter((value) => ofFile.text.includes(value))).toEqual([]);
  // Every kind in one language, and the one that tells most in the others: each reply unlocks the vault again.
  const others = LANGUAGES.filter((lang) => lang !== 'nl').map((lang) => [lang, 'referred'] as const);
  for (const [lang, kind] of [...ReplyKind.options.map((kind) => ['nl', kind] as const), ...others]) {
    const { text } = (await terminal.ask('reply', id, '--lang', lang, '--kind', kind)) as { text: string };
    expect(forbidden.filter((value) => text.includes(value))).toEqual([]);
    expect(text).toContain(first.report);
  }

  const texts = terminal.file(
    'own.json',
    readFileSync('assets/replies.json', 'utf8').replace('{{reference}}', '{{address}}'),
  );
  expect(await told(id, '--lang', 'nl', '--texts', texts)).toEqual([
    ...[3, expect.stringContaining('languages.en.subject, bad-value: {{address}} is no placeholder')],
  ]);
  const again = (await terminal.ask(...taken)) as { taken: { report: string } };
  const several = await told(id, '--lang', 'nl');
  expect(several).toEqual([2, expect.stringContaining(again.taken.report)]);
  expect(await reply('--report', first.report)).toMatchObject({ report: first.report });
  expect(await told(id, '--lang', 'nl', '--report', '0190f5fe-7c00-7a00-8000-000000000001')).toEqual([
    ...[2, expect.stringContaining('is not about this case')],
  ]);
});
