import { expect, test } from 'vitest';
import { thorough } from '../support/thorough.ts';
import { killWhileListing } from './killed-while-listing.ts';

const SEED = 20_261_121;

const KILLS = thorough(8, 2);

test(`${KILLS} kills while a list is replaced leave the old version or the new one, whole, and nothing else`, async () => {
  const report = await killWhileListing({ kills: KILLS, seed: SEED });
  console.log(JSON.stringify(report));
  const { lost, between, leftovers, ledgerProblems } = report;
  expect({ lost, between, leftovers, ledgerProblems }).toEqual({
    lost: 0,
    between: 0,
    leftovers: 0,
    ledgerProblems: 0,
  });
  // Otherwise nothing was tried.
  expect(report.acknowledged).toBeGreaterThan(0);
}, 120_000);
