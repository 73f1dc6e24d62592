import { describe, expect, test } from 'vitest';
import { noPostgres } from '../../tools/postgres-server.ts';
import { thorough } from '../support/thorough.ts';
import { ALL_TOGETHER } from './compare-seats.ts';
import { killAmongSeats } from './killed-among-seats.ts';

const SEED = 20_261_130;
const KILLS = thorough(60, 3);

describe.skipIf(noPostgres !== null)(`among seats${noPostgres === null ? '' : ` (${noPostgres})`},`, () => {
  test(`${KILLS} kills lose no decision, refer none twice and leave equal rows at each`, async () => {
    const report = await killAmongSeats({ kills: KILLS, seats: thorough(3, 2), seed: SEED });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ ...ALL_TOGETHER, gaps: 0 });
    // Otherwise nothing was tried.
    expect(report.acknowledged).toBeGreaterThan(KILLS);
  }, 120_000);

  test('control: a seat that answers before it commits is caught by lost decisions', async () => {
    const report = await killAmongSeats({
      ...{ kills: 2, seats: 2, seed: SEED },
      variant: 'acknowledges-before-commit',
    });
    expect(report.lost).toBeGreaterThan(0);
  }, 60_000);

  test('control: a seat that makes a new referral with a new key when it is started again is caught at the desk', async () => {
    const report = await killAmongSeats({
      ...{ kills: 2, seats: 2, seed: SEED },
      variant: 'rebuilds-on-restart',
    });
    expect(report.doubled).toBeGreaterThan(0);
  }, 60_000);

  test('control: a seat that does not take a change back is caught by rows that differ', async () => {
    // The two write without each other at the end, by arrangement: whether kills come to that would be chance.
    const report = await killAmongSeats({ kills: 0, seats: 2, seed: SEED, variant: 'keeps-a-change' });
    expect(report.unequal + report.unapplied).toBeGreaterThan(0);
  }, 90_000);
});
