import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { killWhileDelivering } from './killed-while-delivering.ts';

const SEED = 20_261_130;
const KILLS = thorough(20, 3);

test(`${KILLS} kills while deciding and sending to a desk and by mail lose nothing, repeat nothing and change nothing`, async () => {
  const report = await killWhileDelivering({ kills: KILLS, seed: SEED });
  console.log(JSON.stringify(report));
  const { lost, duplicates, doubledMails, changed, undelivered, ledgerProblems, damagedPages } = report;
  expect({ lost, duplicates, doubledMails, changed, undelivered, ledgerProblems, damagedPages }).toEqual({
    lost: 0,
    duplicates: 0,
    doubledMails: 0,
    changed: 0,
    undelivered: 0,
    ledgerProblems: 0,
    damagedPages: 0,
  });
  // Otherwise nothing was tried. A few kills may leave nothing to repeat and nothing unknown.
  expect(report.acknowledged).toBeGreaterThan(KILLS);
  expect(report.desk.repeated ?? 0).toBeGreaterThanOrEqual(thorough(1, 0));
  expect(report.unknown).toBeGreaterThanOrEqual(thorough(1, 0));
}, 120_000);

thoroughly(
  'control: an app that makes a new referral with a new key is caught by duplicates at the desk',
  async () => {
    const report = await killWhileDelivering({ kills: 2, seed: SEED, variant: 'rebuilds-on-restart' });
    console.log(JSON.stringify(report));
    expect(report.duplicates).toBeGreaterThan(0);
  },
  60_000,
);

thoroughly(
  'control: an app that mails again what has no known outcome is caught by doubled messages',
  async () => {
    const report = await killWhileDelivering({ kills: 1, seed: SEED, variant: 'mails-again' });
    console.log(JSON.stringify(report));
    expect(report.doubledMails).toBeGreaterThan(0);
  },
  60_000,
);
