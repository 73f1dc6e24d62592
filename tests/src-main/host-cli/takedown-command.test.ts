import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { referredAtTerminal } from '../../support/at-the-terminal.ts';
import { aDesk } from '../receiver/a-desk.ts';

test('a step is typed in, or read from a file that the desk signed', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  const { case: id, referral } = await referredAtTerminal(terminal, desk);
  await terminal.ask('send', '--until-empty');
  const typed = ['--status', 'verbal-approval', '--source', 'phone', '--note', 'by the duty magistrate'];
  await terminal.ask('takedown', id, ...typed);
  const atDesk = ['--dir', desk.dir, '--json'];
  await terminal.run('receiver', 'takedown', referral, '--status', 'written-order', ...atDesk);
  const out = join(terminal.folder, 'report.jws');
  const signed = await terminal.run('receiver', 'report', referral, '--out', out, ...atDesk);
  const read = await terminal.ask('takedown', '--report', out);
  const { referrals } = (await terminal.ask('outbox')) as {
    referrals: { takedown: { status: string; source: string; note: string }[] }[];
  };
  expect({
    signed: JSON.parse(signed.stdout),
    read: read.reports,
    known: referrals[0]!.takedown.map(({ status, source, note }) => [status, source, note]),
  }).toEqual({
    signed: { referral, events: 1, file: out },
    read: [{ referral, events: [expect.objectContaining({ status: 'written-order' })], refused: 0 }],
    known: [
      ['verbal-approval', 'phone', 'by the duty magistrate'],
      ['written-order', 'desk', ''],
    ],
  });
});

test('a step without a source, of the future, or a file that proves nothing is told as what it is', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  const { case: id } = await referredAtTerminal(terminal, desk);
  const told = async (...args: string[]) => {
    const { exit, stderr } = await terminal.run('takedown', ...args, ...terminal.options);
    return [exit, stderr.trim().split('\n').at(-1)];
  };
  const file = terminal.file('letter.txt', 'Dear colleagues');
  expect([
    await told(id, '--status', 'moved'),
    await told(id, '--status', 'moved', '--source', 'mail', '--at', '2999-01-01T00:00:00Z'),
    await told('--report', file),
    await told('--report', join(terminal.folder, 'absent')),
  ]).toEqual([
    [2, expect.stringContaining('--source')],
    [3, expect.stringContaining('lies in the future')],
    [3, expect.anything()],
    [2, expect.stringContaining('cannot be read')],
  ]);
});
