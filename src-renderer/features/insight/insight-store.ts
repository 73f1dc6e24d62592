import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { OwnLoad, Summary, TeamLoad } from '../../../shared/contract/insight.contract.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { lastDays, type Period, rangeOf, type Span } from './period.ts';

/** The figures of the work, the person's own load, or the load of everybody. */
export type InsightView = 'record' | 'own' | 'team';

/** The figures of a period. */
export interface InsightState {
  view: InsightView;
  period: Period;
  summary: Summary | null;
  span: Span;
  /** The days that `own` and `team` are about. */
  range: { from: string; to: string };
  own: OwnLoad | null;
  team: TeamLoad | null;
  failure: Failure | null;
  look: (view: InsightView) => Promise<void>;
  show: (period: Period) => Promise<void>;
  showLast: (span: Span) => Promise<void>;
  refresh: () => Promise<void>;
}

export type InsightStore = StoreApi<InsightState>;

const context = storeContext<InsightState>('the figures');
export const InsightProvider = context.Provider;
export const useInsight = context.useState;
export const useInsightStore = context.useApi;

export function createInsightStore(
  client: Pick<EngineClient, 'insight'>,
  now: () => Date = () => new Date(),
): InsightStore {
  return createStore<InsightState>((set, get) => {
    // Answers to an earlier question are dropped.
    let asked = 0;
    const answers = async (): Promise<Partial<InsightState>> => {
      const { view, period, span } = get();
      if (view === 'record') return { summary: await client.insight.summary(rangeOf(period, now())) };
      const range = lastDays(span, now());
      if (view === 'own') return { range, own: await client.insight.ownLoad(range) };
      return { range, team: await client.insight.load(range) };
    };
    const read = async () => {
      const mine = ++asked;
      try {
        const answer = await answers();
        if (mine === asked) set({ ...answer, failure: null });
      } catch (error) {
        if (mine === asked) set({ failure: failureOf(error) });
      }
    };
    const choose = (choice: Partial<InsightState>) => {
      set(choice);
      return read();
    };
    return {
      view: 'record',
      period: 'all',
      summary: null,
      span: 7,
      range: lastDays(7, now()),
      own: null,
      team: null,
      failure: null,
      look: (view) => choose({ view }),
      show: (period) => choose({ period }),
      showLast: (span) => choose({ span }),
      refresh: read,
    };
  });
}
