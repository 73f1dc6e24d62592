import { createRouterClient, implement } from '@orpc/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract, type EngineClient } from '../../../shared/contract/contract.ts';
import type { PersonLoad, Summary } from '../../../shared/contract/insight.contract.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { createInsightStore } from '../../../src-renderer/features/insight/insight-store.ts';
import { daysOf, lastDays } from '../../../src-renderer/features/insight/period.ts';
import { someFigures } from '../../support/some-figures.ts';
import { anId } from '../support/an-id.ts';

const NOW = new Date('2026-03-01T00:30:00.000Z');

const summary: Summary = {
  reports: 1,
  subjects: 1,
  cases: { total: 1, byState: {}, byKind: {} },
  duplicates: 0,
  assessments: { total: 0, byCategory: {}, byLegality: {} },
  referrals: { byDestination: {}, byState: {} },
  daysToDelivery: { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 0 },
  daysToRemoval: { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 0 },
  overdue: { review: 0, referral: 0 },
};
const own: PersonLoad = {
  person: { id: PersonId.parse(anId(1)), name: 'Ada', role: 'supervisor' },
  ...{ decided: 0, decidedLate: 0, claimed: 0, given: 0, oldDrafts: 0, pace: null, days: [] },
  needsBreak: false,
};

/** The figures of an engine that remembers what it was asked. */
function anEngine(): { client: Pick<EngineClient, 'insight'>; asked: unknown[] } {
  const asked: unknown[] = [];
  const insight = implement(contract.insight);
  const router = insight.router({
    summary: insight.summary.handler(({ input }) => {
      asked.push(['summary', input]);
      return summary;
    }),
    figures: insight.figures.handler(({ input }) => {
      asked.push(['figures', input]);
      return someFigures({ from: input.from, through: input.through });
    }),
    load: insight.load.handler(({ input }) => {
      asked.push(['load', input]);
      return { limitMinutes: 120, people: [own] };
    }),
    ownLoad: insight.ownLoad.handler(({ input }) => {
      asked.push(['ownLoad', input]);
      return { limitMinutes: 120, own, lighter: 0 };
    }),
  });
  return { client: { insight: createRouterClient(router) }, asked };
}

describe('the figures', () => {
  it('are read only for the open view: the load of people is not read until it is opened', async () => {
    const { client, asked } = anEngine();
    const store = createInsightStore(client, () => NOW);
    await store.getState().refresh();
    await store.getState().look('own');
    await store.getState().look('team');
    await store.getState().showLast(28);
    expect(asked).toEqual([
      ['summary', {}],
      ['ownLoad', { from: '2026-02-23', to: '2026-03-02' }],
      ['load', { from: '2026-02-23', to: '2026-03-02' }],
      ['load', { from: '2026-02-02', to: '2026-03-02' }],
    ]);
    expect(store.getState()).toMatchObject({ summary, own: { own }, team: { people: [own] }, failure: null });
  });
});

describe('the figures of a period', () => {
  it('are counted when they are looked at, with those of the period before, and anew for another', async () => {
    const { client, asked } = anEngine();
    const store = createInsightStore(client, () => NOW);
    await store.getState().look('period');
    const { compared } = store.getState();
    expect([compared?.figures.period, compared?.before.period]).toEqual([
      { from: '2026-03-01', through: '2026-03-31' },
      { from: '2026-02-01', through: '2026-02-28' },
    ]);
    const counting = store.getState().count({ from: '2025-01-01', through: '2025-12-31' });
    expect(store.getState().compared).toBeNull();
    await counting;
    expect(asked.slice(2)).toEqual([
      ['figures', { from: '2025-01-01', through: '2025-12-31' }],
      ['figures', { from: '2024-01-01', through: '2024-12-31' }],
    ]);
  });
});

describe('the last days', () => {
  it('are as many as asked for, in order, and end with today', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2100-01-01') }),
        fc.constantFrom(7 as const, 28 as const),
        (now, span) => {
          const days = daysOf(lastDays(span, now));
          expect(days).toEqual([...new Set(days)].sort());
          expect([days.length, days.at(-1)]).toEqual([span, now.toISOString().slice(0, 10)]);
        },
      ),
    );
  });
});
