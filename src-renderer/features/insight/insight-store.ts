import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Summary } from '../../../shared/contract/insight.contract.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { type Period, rangeOf } from './period.ts';

/** The figures of a period. */
export interface InsightState {
  period: Period;
  summary: Summary | null;
  failure: Failure | null;
  show: (period: Period) => Promise<void>;
  refresh: () => Promise<void>;
}

export type InsightStore = StoreApi<InsightState>;

export function createInsightStore(
  client: Pick<EngineClient, 'insight'>,
  now: () => Date = () => new Date(),
): InsightStore {
  return createStore<InsightState>((set, get) => {
    const read = async (period: Period) => {
      try {
        const summary = await client.insight.summary(rangeOf(period, now()));
        if (get().period === period) set({ summary, failure: null });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    };
    return {
      period: 'all',
      summary: null,
      failure: null,
      show: (period) => {
        set({ period });
        return read(period);
      },
      refresh: () => read(get().period),
    };
  });
}
