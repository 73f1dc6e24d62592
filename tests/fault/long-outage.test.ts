import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { ALL_ARRIVED } from './arrivals.ts';
import { sitOutAnOutage } from './long-outage.ts';

const DECISIONS = thorough(4998, 60);

test(`eight hours without the desk, with ${DECISIONS} decisions, are delivered once and in order when it is back`, async () => {
  const { seconds, attempts, recoveredInMinutes, ...report } = await sitOutAnOutage({ decisions: DECISIONS });
  console.log(JSON.stringify({ attempts, recoveredInMinutes, seconds, ...report }));
  expect(report).toEqual({
    ...ALL_ARRIVED,
    variant: 'real',
    decisions: DECISIONS,
    cases: (DECISIONS * 2) / 3,
    told: { waiting: DECISIONS, isLong: true, hoursSinceOldest: 8 },
  });
  // It went on trying, and not more often than a desk that is away bears.
  expect(attempts).toBeGreaterThan(20);
  expect(attempts).toBeLessThan(120);
  expect(recoveredInMinutes).not.toBeNull();
}, 900_000);

thoroughly(
  'control: a courier that sends what was decided last first is caught out of order',
  async () => {
    const report = await sitOutAnOutage({ decisions: 30, hours: 1, variant: 'newest-first' });
    console.log(JSON.stringify(report));
    expect(report.outOfOrder).toBeGreaterThan(0);
  },
  60_000,
);
