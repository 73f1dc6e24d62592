import { expect, test } from 'vitest';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';
import { aDesk, type RunningDesk } from '../receiver/a-desk.ts';

interface Queue {
  cases: { id: string; state: string; reopened: { reason: string } | null }[];
}

async function addPolice(terminal: Terminal, desk: RunningDesk): Promise<void> {
  const { ca, cert, key } = desk.tls;
  const files = ['ca', ca, 'cert', cert, 'key', key];
  const options = [0, 2, 4].flatMap((at) => [
    `--${files[at]}`,
    terminal.file(`${files[at]}.pem`, files[at + 1]!),
  ]);
  await terminal.ask(
    ...['destination', 'add', 'police', '--kind', 'https-json', '--url', desk.settings.url],
    ...options,
  );
}

const assess = (terminal: Terminal, id: string) =>
  terminal.ask('assess', id, '--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline');

test('at the terminal a decision is taken back, waits its time before it is sent, and is corrected', async () => {
  using terminal = await aTerminalWithVault(3);
  await using desk = await aDesk();
  await addPolice(terminal, desk);
  const file = (name: string) => terminal.file(name, scartFile([scartRow('https://slip.example/page')]));
  await terminal.ask('import', file('reports.csv'));
  const id = ((await terminal.ask('queue')) as unknown as Queue).cases[0]!.id;
  await assess(terminal, id);
  const undone = (await terminal.ask('undo', id)) as { case: { state: string } };
  await assess(terminal, id);
  const sent = await terminal.ask('send');
  const late = await terminal.run('undo', id, ...terminal.options);
  const corrected = (await terminal.ask(
    'correct',
    id,
    '--legality',
    'legal',
    '--reason',
    'the wrong key',
  )) as {
    referrals: { purpose: string }[];
  };
  const { casesReopened } = await terminal.ask(
    'import',
    terminal.file(
      'again.csv',
      scartFile([scartRow('https://slip.example/page'), scartRow('https://b.example/')]),
    ),
  );
  const again = ((await terminal.ask('queue')) as unknown as Queue).cases.find((entry) => entry.id === id);
  expect({
    undone: undone.case.state,
    sent: sent.delivered,
    late: [late.exit, late.stderr.includes('Correct it instead.')],
    corrected: corrected.referrals.map(({ purpose }) => purpose),
    casesReopened,
    again: again?.reopened?.reason,
  }).toEqual({
    undone: 'open',
    sent: 1,
    late: [3, true],
    corrected: ['retraction'],
    casesReopened: 1,
    again: 'reported-again',
  });
}, 120_000);

test('at the terminal one answer 404 parks a referral, and resume brings it out', async () => {
  using terminal = await aTerminalWithVault(0);
  await using broken = await aDesk({ fail: { status: 404, rate: 1 } });
  await using well = await aDesk();
  await addPolice(terminal, broken);
  await terminal.ask(
    'import',
    terminal.file('reports.csv', scartFile([scartRow('https://one.example/page')])),
  );
  const id = ((await terminal.ask('queue')) as unknown as Queue).cases[0]!.id;
  await assess(terminal, id);
  const first = await terminal.ask('send', '--until-empty');
  const outbox = (await terminal.ask('outbox')) as {
    referrals: { id: string; state: string; reason: string }[];
  };
  await addPolice(terminal, well);
  await terminal.ask('resume', outbox.referrals[0]!.id);
  const second = await terminal.ask('send', '--until-empty');
  expect([first.parked, outbox.referrals[0]!.reason, second.delivered, well.receiver.size()]).toEqual([
    1,
    'the destination answered 404 unavailable: fails on purpose',
    1,
    1,
  ]);
}, 120_000);
