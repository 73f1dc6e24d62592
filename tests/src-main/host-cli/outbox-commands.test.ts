import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { referredAtTerminal } from '../../support/at-the-terminal.ts';
import { aDesk } from '../receiver/a-desk.ts';

interface Told {
  destinations: { id: string; waiting: number; delivered: number; paused: unknown; outage: unknown }[];
  referrals: { state: string }[];
  rechecks: number;
}

test('the outbox says of each desk what waits, and a paused desk gets nothing until it is resumed', async () => {
  await using desk = await aDesk();
  using terminal = await aTerminalWithVault(0);
  await referredAtTerminal(terminal, desk);
  const police = async () => {
    const told = (await terminal.ask('outbox')) as unknown as Told;
    const { waiting, delivered, paused } = told.destinations.find(({ id }) => id === 'police')!;
    return [waiting, delivered, paused !== null, told.referrals.map(({ state }) => state)];
  };
  await terminal.ask('destination', 'pause', 'police');
  await terminal.ask('send');
  const during = await police();
  const words = (await terminal.run('outbox', ...terminal.options)).stdout;
  await terminal.ask('destination', 'resume', 'police');
  await terminal.ask('destination', 'retry', 'police');
  await terminal.ask('send', '--until-empty');
  expect({
    during,
    words: /police +1 +0 +0 +0 +\S+ +paused since/.test(words),
    after: await police(),
    none: await terminal.ask('resume', '--all-parked', 'police'),
    wrong: (await terminal.run('resume', ...terminal.options)).exit,
  }).toEqual({
    during: [1, 0, true, ['queued']],
    words: true,
    after: [0, 1, false, ['delivered']],
    none: { destination: 'police', resumed: 0 },
    wrong: 2,
  });
});
