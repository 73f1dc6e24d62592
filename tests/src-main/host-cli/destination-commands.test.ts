import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { referredAtTerminal } from '../../support/at-the-terminal.ts';
import { keyPin } from '../../support/key-pin.ts';
import { aDesk } from '../receiver/a-desk.ts';

test('a desk gets key pins and a new client certificate while a referral waits, which then goes', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  await referredAtTerminal(terminal, desk);
  const { server, ca } = { server: desk.receiver.certificates.server.cert, ca: desk.settings.ca };
  const renewed = await makeCertificates({ dir: join(desk.dir, 'certificates'), hotline: 'hotline-2' });
  const files = (['cert', 'key'] as const).flatMap((name) => [
    `--${name}`,
    terminal.file(`renewed-${name}.pem`, renewed.client[name]),
  ]);
  const settingsOf = async () => {
    const { destinations } = (await terminal.ask('destination', 'list')) as {
      destinations: { id: string; waiting: number; settings: Record<string, string> }[];
    };
    const { settings, waiting } = destinations.find(({ id }) => id === 'police')!;
    return { settings, waiting };
  };
  const [pin, nextPin] = [keyPin(server), keyPin(ca)];
  await terminal.ask('destination', 'change', 'police', '--pin', nextPin, '--next-pin', pin);
  await terminal.ask('destination', 'change', 'police', ...files);
  const both = await settingsOf();
  await terminal.ask('destination', 'change', 'police', '--pin', pin, '--without', 'next-pin');
  const one = await settingsOf();
  const { url } = desk.settings;
  expect([both, one, await terminal.ask('send')]).toEqual([
    { settings: { url, pin: nextPin, nextPin: pin }, waiting: 1 },
    { settings: { url, pin }, waiting: 1 },
    { delivered: 1, retrying: 0, refused: 0, parked: 0 },
  ]);
});

test('a desk that adds to a base is listed with what was delivered for it', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  await referredAtTerminal(terminal, desk);
  await terminal.ask('destination', 'change', 'police', '--base', 'ICSE');
  await terminal.ask('send');
  const { bases } = await terminal.ask('destination', 'list');
  const { stdout } = await terminal.run('destination', 'list', ...terminal.options);
  expect([bases, stdout.trimEnd().split('\n').at(-1)]).toEqual([
    [{ base: 'ICSE', referrals: 1, consulted: 0, found: 0 }],
    'delivered for ICSE: 1',
  ]);
});

test.each([
  ['nothing is said', []],
  ['a setting is given and taken away', ['--pin', 'x', '--without', 'pin']],
  ['it is of another channel', ['--folder', '/tmp']],
  ['it is taken away, of another channel', ['--without', 'folder']],
])('a change is a wrong use where %s', async (_, flags) => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  await referredAtTerminal(terminal, desk);
  const { exit } = await terminal.run('destination', 'change', 'police', ...flags, ...terminal.options);
  expect(exit).toBe(2);
});
