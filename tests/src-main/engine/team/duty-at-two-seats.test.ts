import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { failureOf } from '../../../support/failure-of.ts';

const MINUTE_MS = 60_000;
/** be-2017 */
const LIMIT_MS = 120 * MINUTE_MS;
const EXTENSION_MS = 30 * MINUTE_MS;

/** Ada works at two seats; it is nine in the morning. */
async function adaAtTwoSeats(): Promise<ATeam & { first: Seat; second: Seat }> {
  const team = await aTeam([['Ada', 'analyst']]);
  await team.join('Ada', null);
  const { clock } = team.vault;
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
  clock.jump(Date.parse(`${day}T09:00:00.000Z`) - clock.nowMs());
  const [, first, second] = team.seats as [Seat, Seat, Seat];
  return Object.assign(team, { first, second });
}

/** She works at a seat, whose page says so every minute. */
async function work({ vault: { clock } }: ATeam, { client }: Seat, minutes: number): Promise<void> {
  // Whatever passed before was a pause.
  clock.advance(3 * MINUTE_MS);
  await client.vault.active();
  for (let minute = 0; minute < minutes; minute += 1) {
    clock.advance(MINUTE_MS);
    await client.vault.active();
  }
}

const workedAt = async ({ client }: Seat) => {
  const { workedMs, elsewhere } = await client.vault.active();
  return [workedMs / MINUTE_MS, elsewhere && elsewhere.workedMs / MINUTE_MS, elsewhere?.isCurrent];
};

/** Takes in a report and asks for its case at a seat. */
const claimAt = async (team: ATeam, { client }: Seat) => {
  const report = aReport().of(`https://${team.vault.clock.nowMs()}.example/`).build();
  const { cases } = await team.seats[0]!.client.intake.report({ command: aCommand(), report });
  await team.settle();
  return client.review.claim({ command: aCommand(), id: cases[0]!.id });
};

/** A seat that finds out that it has no contact. */
async function goAway({ hub }: ATeam, seat: Seat): Promise<void> {
  hub.goAway(seat.device());
  await expect(seat.sync()).rejects.toThrow('unreachable');
}

describe('the time on duty of a person with two seats', () => {
  test('is what they worked at both, and each seat says what of it was elsewhere', async () => {
    await using team = await adaAtTwoSeats();
    const { first, second } = team;
    await work(team, first, 10);
    await team.settle();
    await work(team, second, 5);
    await team.settle();
    expect([await workedAt(first), await workedAt(second)]).toEqual([
      [15, 5, true],
      [15, 10, true],
    ]);
  });

  test('is nobody else’s', async () => {
    await using team = await adaAtTwoSeats();
    await work(team, team.first, 10);
    await team.settle();
    expect(await team.seats[0]!.client.vault.active()).toMatchObject({ workedMs: 0, elsewhere: null });
  });

  test('ends their work at either seat, and goes on for half an hour at both with a reason', async () => {
    await using team = await adaAtTwoSeats();
    const { first, second } = team;
    await work(team, first, 100);
    await team.settle();
    await work(team, second, 19);
    await claimAt(team, second);
    await work(team, second, 1);
    const after = await failureOf(claimAt(team, second));
    await second.client.vault.extendDuty({ command: aCommand(), reason: 'the last report' });
    await team.settle();
    // What was left less than half a minute ago is left again a little later.
    team.vault.clock.advance(MINUTE_MS / 2);
    await team.settle();
    const { extendedMs } = await first.client.vault.active();
    expect([after, extendedMs]).toMatchObject([
      { code: 'DUTY_TIME_OVER', data: { workedMs: LIMIT_MS, limitMs: LIMIT_MS } },
      EXTENSION_MS,
    ]);
  });

  test('counts without contact as it was known last, which is said, also after a lock', async () => {
    await using team = await adaAtTwoSeats();
    const { first, second } = team;
    await work(team, first, 40);
    await team.settle();
    const heardAt = new Date(team.vault.clock.nowMs()).toISOString();
    await goAway(team, second);
    await work(team, first, 20);
    await first.sync();
    const apart = await second.client.vault.active();
    second.lock();
    await second.unlock();
    const unlocked = await second.client.vault.active();
    const known = { workedMs: 40 * MINUTE_MS, isCurrent: false, knownAt: heardAt };
    expect([apart.elsewhere, unlocked.elsewhere, unlocked.workedMs]).toEqual([known, known, 40 * MINUTE_MS]);
    team.hub.comeBack(second.device());
    await team.settle();
    expect(await workedAt(second)).toEqual([60, 60, true]);
  });

  test('is not known before the first contact of the day, which is said', async () => {
    await using team = await adaAtTwoSeats();
    const { first, second } = team;
    await work(team, first, 40);
    await team.settle();
    await goAway(team, second);
    team.vault.clock.advance(24 * 60 * MINUTE_MS);
    const { workedMs, elsewhere } = await second.client.vault.active();
    expect([workedMs, elsewhere]).toEqual([0, { workedMs: 0, isCurrent: false, knownAt: null }]);
  });

  test('says nothing of a seat that was removed, once the day is over', async () => {
    await using team = await adaAtTwoSeats();
    const { first, second } = team;
    await work(team, first, 10);
    await team.settle();
    await team.seats[0]!.client.team.remove({ command: aCommand(), device: first.device() as never });
    await second.sync();
    const today = await workedAt(second);
    team.vault.clock.advance(24 * 60 * MINUTE_MS);
    expect([today, await workedAt(second)]).toEqual([
      [10, 10, true],
      [0, null, undefined],
    ]);
  });
});
