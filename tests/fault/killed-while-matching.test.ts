import { expect, test } from 'vitest';
import { thoroughly } from '../support/thorough.ts';
import { killWhileMatching } from './killed-while-matching.ts';

const SMALL = { seed: 20_261_122, cases: 2000, listed: 1000, pdq: false, pauseMs: 20 };

test('kills while a backlog is matched lose no match, make none twice, and the run goes on', async () => {
  const report = await killWhileMatching({ ...SMALL, kills: 2 });
  console.log(JSON.stringify(report));
  const { lost, surplus, double, miscounted, completed, ledgerProblems, damagedPages } = report;
  expect({ lost, surplus, double, miscounted, completed, ledgerProblems, damagedPages }).toEqual({
    lost: 0,
    surplus: 0,
    double: 0,
    miscounted: [],
    completed: 1,
    ledgerProblems: 0,
    damagedPages: 0,
  });
  // Every batch has a match here, and with its matches the place is kept: one batch is done again, or two.
  expect(report.mostAgain).toBeLessThanOrEqual(800);
  // Otherwise nothing was tried.
  expect(report.kills - report.killedAtStart).toBeGreaterThan(0);
}, 60_000);

thoroughly(
  'control: a matcher that keeps its place before the matches are written is caught losing some',
  async () => {
    const report = await killWhileMatching({ ...SMALL, kills: 2, variant: 'keeps-its-place-too-early' });
    expect(report.lost).toBeGreaterThan(0);
  },
  60_000,
);
