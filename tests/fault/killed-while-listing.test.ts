import { expect, test } from 'vitest';
import { killWhileListing } from './killed-while-listing.ts';

const SEED = 20_261_121;

test('six kills while a list is replaced leave the old version or the new one, whole, and nothing else', async () => {
  const report = await killWhileListing({ kills: 6, seed: SEED });
  console.log(JSON.stringify(report));
  const { lost, between, leftovers, ledgerProblems } = report;
  expect({ lost, between, leftovers, ledgerProblems }).toEqual({
    lost: 0,
    between: 0,
    leftovers: 0,
    ledgerProblems: 0,
  });
  // Otherwise nothing was tried.
  expect(report.acknowledged).toBeGreaterThan(1);
}, 120_000);
