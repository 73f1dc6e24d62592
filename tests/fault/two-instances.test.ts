import { expect } from 'vitest';
import { thoroughly } from '../support/thorough.ts';
import { raceForTheVault } from './two-instances.ts';

thoroughly(
  'of two processes that want one vault at the same moment one gets in and one is refused, and nothing is damaged',
  async () => {
    const report = await raceForTheVault(4);
    expect(report).toEqual({
      rounds: 4,
      entered: 4,
      refused: 4,
      strange: [],
      reportsKept: report.reportsAcknowledged,
      reportsAcknowledged: report.entered * 5,
      ledgerProblems: 0,
    });
  },
  60_000,
);
