import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { killWhileReportingToIccam } from './killed-while-reporting-to-iccam.ts';

const SEED = 20_261_129;
const KILLS = thorough(30, 3);

test(`${KILLS} kills while reporting to ICCAM, with answers lost after it took a report, double nothing and lose nothing`, async () => {
  const report = await killWhileReportingToIccam({ kills: KILLS, seed: SEED });
  console.log(JSON.stringify(report));
  const { doubled, lost, reports, decisions } = report;
  expect({ doubled, lost, reports }).toEqual({ doubled: 0, lost: 0, reports: decisions });
  // Otherwise nothing was tried.
  expect(report.answersLost).toBeGreaterThan(0);
  expect(decisions).toBeGreaterThanOrEqual(KILLS);
}, 900_000);

thoroughly(
  'control: a sender that posts again what had no answer doubles reports',
  async () => {
    const report = await killWhileReportingToIccam({ kills: 3, seed: SEED, variant: 'posts-blindly' });
    console.log(JSON.stringify(report));
    expect(report.doubled).toBeGreaterThan(0);
  },
  120_000,
);
