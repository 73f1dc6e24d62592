import { expect, test } from 'vitest';
import { thorough } from '../support/thorough.ts';
import { ALL_TOGETHER } from './compare-seats.ts';
import { soak } from './soak.ts';

const SEED = 20_261_130;
const [SEATS, HOURS] = thorough([8, 2], [4, 0.3]);

test(`${SEATS} seats that come and go for ${HOURS} hours have equal rows, and the desk has each standing decision once`, async () => {
  const report = await soak({ seats: SEATS, hours: HOURS, seed: SEED, busy: 0.5 });
  console.log(JSON.stringify(report));
  expect(report).toMatchObject(ALL_TOGETHER);
  // Otherwise nothing was tried.
  expect(report.acknowledged).toBeGreaterThan(SEATS);
  expect(report.flaps).toBeGreaterThan(0);
}, 600_000);

test('control: a seat that does not take a change back is caught by rows that differ', async () => {
  const report = await soak({ seats: 3, hours: 0.3, seed: SEED, busy: 0.7, variant: 'keeps-a-change' });
  expect(report.unequal + report.unapplied).toBeGreaterThan(0);
}, 120_000);
