import { expect, test } from 'vitest';
import { thoroughly } from '../support/thorough.ts';
import { killInTheGrace } from './killed-in-the-grace.ts';

const SEED = 20_261_128;

test('kills while decisions are held lose none of them and send none early', async () => {
  expect(await killInTheGrace({ kills: 4, graceSeconds: 4, seed: SEED })).toEqual({
    decided: 4,
    early: 0,
    lost: 0,
    duplicates: 0,
  });
}, 60_000);

thoroughly(
  'control: an outbox that forgets the hold when it is killed is caught sending early',
  async () => {
    const report = await killInTheGrace({ kills: 3, graceSeconds: 60, seed: SEED, forgetsTheHold: true });
    expect(report.early).toBeGreaterThan(0);
  },
  60_000,
);
