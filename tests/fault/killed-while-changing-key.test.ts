import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { killWhileChangingKey } from './killed-while-changing-key.ts';

const SEED = 20_261_129;
const KILLS = thorough(6, 3);

test(`${KILLS} kills while the key of the database is changed shut nobody out and leave no former key that opens it`, async () => {
  const report = await killWhileChangingKey({ kills: KILLS, seed: SEED });
  console.log(JSON.stringify(report));
  const { shutOut, stillOpens, ledgerProblems } = report;
  expect({ shutOut, stillOpens, ledgerProblems }).toEqual({ shutOut: 0, stillOpens: 0, ledgerProblems: 0 });
  // Otherwise nothing was tried.
  expect([report.acknowledged > 0, report.within > 0]).toEqual([true, true]);
}, 180_000);

thoroughly(
  'control: a change that gives the keyring the new key first is found to shut people out',
  async () => {
    const report = await killWhileChangingKey({ kills: KILLS, seed: SEED, careless: true });
    console.log(JSON.stringify(report));
    expect(report.shutOut).toBe(1);
  },
  180_000,
);
