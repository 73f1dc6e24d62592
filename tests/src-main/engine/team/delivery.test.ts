import { describe, expect, test } from 'vitest';
import { assetsWith } from '../../../fault/impatient-assets.ts';
import { aCommand } from '../../../support/a-command.ts';
import { sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { aTeam, type Seat } from '../../../support/a-team.ts';
import { asVault } from '../../../support/a-team-at-work.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const decide = async (seat: Seat, url: string) => {
  await seat.client.intake.report({ command: aCommand(), report: aReport().of(url).build() });
  const { cases } = await seat.client.review.queue({});
  const found = cases.find(({ subject }) => subject === url)!;
  await seat.client.review.assess({ command: aCommand(), case: found.id, judgement: illegalIn('BE') });
  return found.id;
};

const aloneAfterFive = () =>
  assetsWith((policy) => {
    policy.review.graceSeconds = 0;
    policy.courier.aloneAfterMinutes = 5;
    policy.review.secondReviewRate = { illegal: 0, legal: 0, undetermined: 0 };
  });

describe('the referrals of a team', () => {
  test('go out once, from the seat whose turn it is, once their decision has its place', async () => {
    await using desk = await aDesk();
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    const id = await decide(ada, 'https://one.example/');
    await sendOnce(asVault(team, ada));
    expect(await storedAt(desk.dir)).toEqual([]);
    await ada.sync();
    await sendOnce(asVault(team, ada));
    await team.settle();
    await sendOnce(asVault(team, sam));
    expect((await storedAt(desk.dir)).length).toBe(1);
    const { referrals } = await sam.client.review.case({ id });
    expect(referrals.map(({ state }) => state)).toEqual(['delivered']);
  });

  test('wait while another seat has the turn, and go once its lease has ended', async () => {
    await using desk = await aDesk();
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    await decide(sam, 'https://one.example/');
    await sam.sync();
    await sendOnce(asVault(team, sam));
    await team.settle();
    await decide(ada, 'https://two.example/');
    await team.settle();
    team.hub.goAway(sam.device());
    await sendOnce(asVault(team, ada));
    expect((await storedAt(desk.dir)).length).toBe(1);
    team.vault.clock.advance(31_000);
    await sendOnce(asVault(team, ada));
    expect((await storedAt(desk.dir)).length).toBe(2);
    team.hub.comeBack(sam.device());
    await team.settle();
    await sendOnce(asVault(team, sam));
    expect((await storedAt(desk.dir)).length).toBe(2);
  });

  test('come to the desk once where the seat that sent them could not say so', async () => {
    await using desk = await aDesk();
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    const id = await decide(sam, 'https://one.example/');
    await team.settle();
    await sendOnce(asVault(team, sam));
    team.hub.goAway(sam.device());
    team.vault.clock.advance(31_000);
    await sendOnce(asVault(team, ada));
    expect((await storedAt(desk.dir)).length).toBe(1);
    await ada.sync();
    team.hub.comeBack(sam.device());
    await team.settle();
    for (const seat of team.seats) {
      const { referrals } = await seat.client.review.case({ id });
      expect(referrals.map(({ state }) => state)).toEqual(['delivered']);
    }
  });

  test('wait for the others in an outage, and go after the minutes that the policy gives a seat alone', async () => {
    await using desk = await aDesk();
    await using team = await aTeam([['Ada', 'analyst']], { ports: { assets: aloneAfterFive() } });
    const [sam, ada] = team.seats as [Seat, Seat];
    await sendTo(asVault(team, sam), 'police', desk);
    await team.settle();
    team.hub.goAway();
    const id = await decide(ada, 'https://one.example/');
    await expect(ada.sync()).rejects.toThrow('unreachable');
    for (const [minutes, stored] of [
      [4, 0],
      [2, 1],
    ] as const) {
      team.vault.clock.advance(minutes * 60_000);
      await sendOnce(asVault(team, ada));
      expect((await storedAt(desk.dir)).length).toBe(stored);
    }
    team.hub.comeBack();
    await team.settle();
    await sendOnce(asVault(team, sam));
    expect((await storedAt(desk.dir)).length).toBe(1);
    for (const seat of team.seats) {
      const { referrals } = await seat.client.review.case({ id });
      expect(referrals.map(({ state }) => state)).toEqual(['delivered']);
    }
  });

  test('say so where two seats alone sent different decisions: the desk keeps what came first', async () => {
    await using desk = await aDesk();
    await using team = await aTeam([['Ada', 'analyst']], { ports: { assets: aloneAfterFive() } });
    const [sam, ada] = team.seats as [Seat, Seat];
    await sendTo(asVault(team, sam), 'police', desk);
    const url = 'https://one.example/';
    await sam.client.intake.report({ command: aCommand(), report: aReport().of(url).build() });
    await team.settle();
    team.hub.goAway();
    const id = (await sam.client.review.queue({})).cases[0]!.id;
    for (const seat of [ada, sam]) {
      await seat.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
      await expect(seat.sync()).rejects.toThrow('unreachable');
    }
    team.vault.clock.advance(6 * 60_000);
    for (const seat of [ada, sam]) await sendOnce(asVault(team, seat));
    expect((await storedAt(desk.dir)).length).toBe(1);
    team.hub.comeBack();
    await sam.sync();
    await team.settle();
    // Sam's decision stands, and the desk has Ada's: a person is told.
    for (const seat of team.seats) {
      const { referrals, assessments } = await seat.client.review.case({ id });
      expect([
        assessments.map(({ by, parallelTo }) => [by.name, parallelTo === null]),
        referrals.map(({ state, reason }) => [state, reason]).sort(),
      ]).toEqual([
        [
          [sam.name, true],
          [ada.name, false],
        ],
        [
          ['delivered', null],
          // The desk's words are kept where they came in.
          [
            'refused',
            seat === sam
              ? expect.objectContaining({ code: 'refused-and-signed', error: 'key-reused' })
              : null,
          ],
        ],
      ]);
    }
  });
});
