import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { ALL_ARRIVED } from './arrivals.ts';
import { flap } from './flapping-desk.ts';

const SEED = 20_261_201;
const FLAPS = thorough(200, 20);

test(`a desk that comes and goes ${FLAPS} times gets every referral once and in order`, async () => {
  const { seconds, decisions, repeated, recoveredInMinutes, ...report } = await flap({
    flaps: FLAPS,
    seed: SEED,
  });
  console.log(JSON.stringify({ decisions, repeated, recoveredInMinutes, seconds, ...report }));
  expect(report).toEqual({ ...ALL_ARRIVED, seed: SEED, variant: 'real', flaps: FLAPS });
  // Otherwise nothing was tried.
  expect(decisions).toBeGreaterThan(FLAPS);
  expect(repeated).toBeGreaterThan(0);
  expect(recoveredInMinutes).not.toBeNull();
}, 300_000);

thoroughly(
  'control: an app that makes a new referral of what was under way is caught by duplicates',
  async () => {
    const report = await flap({ flaps: 4, seed: SEED, variant: 'rebuilds-on-restart' });
    console.log(JSON.stringify(report));
    expect(report.duplicates).toBeGreaterThan(0);
  },
  60_000,
);
