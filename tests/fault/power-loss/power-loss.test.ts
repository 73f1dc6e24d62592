import { describe, expect, test } from 'vitest';
import { thoroughly } from '../../support/thorough.ts';
import { canLosePower, losePower } from './power-loss.ts';

const SEED = 20_261_121;

describe.skipIf(!canLosePower())('power that goes while decisions are written and a list is replaced', () => {
  test('loses none that was acknowledged, and leaves every disk readable and consistent', async () => {
    const report = await losePower({ decisions: 4, every: 16, seed: SEED });
    console.log(JSON.stringify(report));
    expect({ ...report, images: report.images > 30, seconds: 0 }).toEqual({
      seed: SEED,
      durability: 'full',
      decisions: 4,
      images: true,
      imagesThatLost: 0,
      mostLost: 0,
      unreadable: 0,
      inconsistent: 0,
      seconds: 0,
    });
  }, 180_000);

  thoroughly(
    'control: a database that does not wait for the disk is caught losing decisions',
    async () => {
      const report = await losePower({ decisions: 4, every: 16, seed: SEED, durability: 'normal' });
      console.log(JSON.stringify(report));
      expect(report.imagesThatLost).toBeGreaterThan(10);
    },
    180_000,
  );
});
