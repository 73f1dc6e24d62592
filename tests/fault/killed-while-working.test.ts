import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { killWhileWorking } from './killed-while-working.ts';

const SEED = 20_261_121;

const KILLS = thorough(20, 5);

test(`${KILLS} kills while deciding, importing and sending lose nothing, repeat nothing and leave the ledger whole`, async () => {
  const report = await killWhileWorking({ kills: KILLS, seed: SEED });
  console.log(JSON.stringify(report));
  const { lost, duplicates, orphans, unfinishedImports, ledgerProblems, damagedPages } = report;
  expect({ lost, duplicates, orphans, unfinishedImports, ledgerProblems, damagedPages }).toEqual({
    lost: 0,
    duplicates: 0,
    orphans: 0,
    unfinishedImports: 0,
    ledgerProblems: 0,
    damagedPages: 0,
  });
  // Otherwise nothing was tried.
  expect(report.acknowledged).toBeGreaterThan(KILLS);
  expect(report.repeated).toBeGreaterThan(0);
  expect(report.imports).toBeGreaterThan(0);
}, 120_000);

thoroughly(
  'control: an app that answers before it has committed is caught losing decisions',
  async () => {
    const report = await killWhileWorking({ kills: 6, seed: SEED, variant: 'acknowledges-before-commit' });
    console.log(JSON.stringify(report));
    expect(report.lost).toBeGreaterThan(0);
  },
  60_000,
);

thoroughly(
  'control: an app that makes a new referral of what was under way is caught by duplicates at the desk',
  async () => {
    const report = await killWhileWorking({ kills: 4, seed: SEED, variant: 'rebuilds-on-restart' });
    console.log(JSON.stringify(report));
    expect(report.duplicates).toBeGreaterThan(0);
  },
  60_000,
);
