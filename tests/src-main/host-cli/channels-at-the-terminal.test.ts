import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { aMailServer } from '../../support/a-mail-server.ts';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';
import { aDesk } from '../receiver/a-desk.ts';

/** Takes in one report and refers its case to the police. */
async function refer(terminal: Terminal, name: string): Promise<string> {
  await terminal.ask(
    'import',
    terminal.file(`${name}.csv`, scartFile([scartRow(`https://${name}.example/`)])),
  );
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string }[] };
  const flags = ['--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'];
  const { referrals } = (await terminal.ask('assess', cases[0]!.id, ...flags)) as {
    referrals: { id: string }[];
  };
  return referrals[0]!.id;
}

test('a referral is sealed, opened at the desk, and its receipt imported, at the terminal alone', {
  timeout: 180_000,
}, async () => {
  using terminal = await aTerminalWithVault();
  await using desk = await aDesk();
  const identity = await generateX25519Identity();
  const key = terminal.file('key', `# created: today\n${identity}\n`);
  const flags = ['--kind', 'sealed-file', '--recipient', await identityToRecipient(identity)];
  await terminal.ask('destination', 'add', 'police', ...flags, '--ca', terminal.file('ca.pem', desk.tls.ca));
  expect(await terminal.ask('destination', 'test', 'police')).toEqual({
    id: 'police',
    tried: 'nothing',
    trouble: null,
  });
  const id = await refer(terminal, 'a');
  await terminal.ask('send');
  const file = join(terminal.folder, 'police.age');
  const sealed = await terminal.ask('seal', '--destination', 'police', '--out', file);
  const sheet = readFileSync(`${file}.txt`, 'utf8');
  expect({
    referrals: sealed.referrals,
    named: [sealed.fileSha256, sealed.thumbprint, id].every((text) => sheet.includes(String(text))),
  }).toEqual({
    referrals: [id],
    named: true,
  });
  expect(sheet).not.toContain('a.example');
  const outbox = await terminal.run('outbox', ...terminal.options);
  expect(outbox.stdout).toMatch(/carried by hand since .*, no receipt yet/);
  const open = ['open-sealed', file, '--identity', key, '--json'];
  const shown = JSON.parse((await terminal.run(...open)).stdout);
  expect(shown.referrals.map(({ referral }: { referral: string }) => referral)).toEqual([id]);
  const receipts = join(terminal.folder, 'receipts');
  const atDesk = ['--dir', desk.dir, '--receipts', receipts];
  const unknown = await terminal.run(...open, ...atDesk);
  expect([unknown.exit, unknown.stderr]).toEqual([4, expect.stringContaining('--accept-key')]);
  const taken = await terminal.run(...open, ...atDesk, '--accept-key', String(sealed.thumbprint));
  expect(JSON.parse(taken.stdout)).toMatchObject({ stored: 1, known: 0, refused: 0 });
  const again = await terminal.run(...open, ...atDesk, '--accept-key', String(sealed.thumbprint));
  expect(JSON.parse(again.stdout)).toMatchObject({ stored: 0, known: 1, refused: 0 });
  expect(await terminal.ask('receipt', 'import', receipts)).toEqual({
    ...{ delivered: 1, refused: 0, known: 0 },
    statements: [{ line: 1, told: 'delivered', referral: id }],
    problems: [],
    unanswered: [],
  });
  const bad = await terminal.run('receipt', 'import', terminal.file('bad', 'nothing\n'), ...terminal.options);
  expect([bad.exit, bad.stderr]).toEqual([5, expect.stringContaining('line 1: not-a-receipt')]);
});

test('a notice is sent over a mail server, and what it may have twice waits for a person, at the terminal alone', {
  timeout: 180_000,
}, async () => {
  using terminal = await aTerminalWithVault();
  await using server = await aMailServer();
  const flags = [
    ...['--kind', 'xarf-mail', '--server', `smtp://127.0.0.1:${server.port}`],
    ...['--ca', terminal.file('mail-ca.pem', server.ca), '--user', 'hotline'],
    ...['--password', terminal.file('password', 'right “é”\n'), '--first', 'send'],
    ...['--from', 'notices@hotline.example', '--organisation', 'Example Hotline'],
  ];
  const wrong = await terminal.run(
    ...['destination', 'add', 'police', ...flags, '--key', 'x'],
    ...terminal.options,
  );
  expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('has no --key')]);
  await terminal.ask('destination', 'add', 'police', ...flags);
  expect(await terminal.ask('destination', 'test', 'police')).toMatchObject({ trouble: null });
  const book = 'scope,value,address\ndomain,a.example,abuse@a.example\n';
  expect(await terminal.ask('contacts', 'import', terminal.file('book.csv', book))).toEqual({
    contacts: 1,
    added: 1,
    removed: 0,
    inEnglish: 0,
  });
  const { contacts } = (await terminal.ask('contacts', 'list')) as { contacts: { address: string }[] };
  expect(contacts.map(({ address }) => address)).toEqual(['abuse@a.example']);
  server.fault = 'drop-after-dot';
  const id = await refer(terminal, 'a');
  await terminal.ask('destination', 'pause', 'police');
  expect(await terminal.ask('send')).toMatchObject({ delivered: 0, retrying: 1 });
  await terminal.ask('destination', 'resume', 'police');
  expect(await terminal.ask('send', '--until-empty')).toMatchObject({ delivered: 0, parked: 1 });
  const { referrals } = (await terminal.ask('confirm', id)) as { referrals: { state: string }[] };
  expect([referrals.map(({ state }) => state), server.received.length]).toEqual([['delivered'], 1]);
  server.fault = 'login';
  const ill = await terminal.run('destination', 'test', 'police', ...terminal.options);
  expect([ill.exit, ill.stdout]).toEqual([1, expect.stringContaining('refused the login')]);
});
