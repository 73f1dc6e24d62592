import { expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { killWhileDecidingTogether } from './killed-while-deciding-together.ts';

const SEED = 20_261_130;

test('kills while cases are decided together leave each decision whole or not made, and a repeat doubles none', async () => {
  const kills = thorough(20, 4);
  const report = await killWhileDecidingTogether({ kills, seed: SEED });
  expect(report).toEqual({
    kills,
    inTheMiddle: expect.any(Number),
    ...{ broken: 0, half: 0, doubled: 0, open: 0, problems: 0 },
  });
  // Otherwise no kill came while a command was under way.
  expect(report.inTheMiddle).toBeGreaterThan(0);
}, 300_000);

thoroughly(
  'control: decisions that lack a referral are found',
  async () => {
    const report = await killWhileDecidingTogether({ kills: 1, seed: SEED, halves: true });
    expect(report.half).toBeGreaterThan(0);
  },
  120_000,
);
