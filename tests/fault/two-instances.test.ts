import { expect, test } from 'vitest';
import { raceForTheVault } from './two-instances.ts';

test('two processes that want one vault at the same moment take turns or are refused, and nothing is damaged', async () => {
  const report = await raceForTheVault(4);
  expect(report).toEqual({
    rounds: 4,
    entered: expect.toSatisfy((count: number) => count >= 4),
    refused: 8 - report.entered,
    strange: [],
    reportsKept: report.reportsAcknowledged,
    reportsAcknowledged: report.entered * 5,
    ledgerProblems: 0,
  });
}, 60_000);
