import { describe, expect, test } from 'vitest';
import { noPostgres } from '../../tools/postgres-server.ts';
import { thorough, thoroughly } from '../support/thorough.ts';
import { ALL_TOGETHER } from './compare-seats.ts';
import { roughHub } from './rough-hub.ts';

const SEED = 20_261_130;
const ROUNDS = thorough(30, 5);

describe.skipIf(noPostgres !== null)(`a rough hub${noPostgres === null ? '' : ` (${noPostgres})`},`, () => {
  test(`${ROUNDS} rounds long, loses no decision of seats with wrong clocks and leaves equal rows at each`, async () => {
    const report = await roughHub({ rounds: ROUNDS, seats: 3, seed: SEED });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ ...ALL_TOGETHER, gaps: 0, stopped: [] });
    // Otherwise nothing was tried.
    expect(report.restored).toBeGreaterThan(0);
    expect(report.stops).toBeGreaterThan(0);
    expect(report.otherwiseByClock).toBeGreaterThan(0);
    expect(report.answersLost).toBeGreaterThan(0);
  }, 120_000);

  thoroughly(
    'is told from one that is well by a control: a seat that takes a lost push for one that was made',
    async () => {
      const report = await roughHub({ rounds: 3, seats: 2, seed: SEED, variant: 'trusts-lost-pushes' });
      console.log(JSON.stringify(report));
      expect(report.stopped.length + report.unequal).toBeGreaterThan(0);
    },
    60_000,
  );

  thoroughly(
    'is told from one that is well by a control: seats that put nothing back',
    async () => {
      const report = await roughHub({ rounds: 5, seats: 2, seed: SEED, variant: 'puts-nothing-back' });
      console.log(JSON.stringify(report));
      expect(report.stopped.length + report.unequal).toBeGreaterThan(0);
    },
    60_000,
  );
});
