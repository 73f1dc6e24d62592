import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { OwnLoad, Summary, TeamLoad } from '../../../shared/contract/insight.contract.ts';
import type { Figures } from '../../../shared/domain/figures/figures.ts';
import { type FiguresPeriod, periodBefore } from '../../../shared/domain/figures/period.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { lastDays, monthOf, type Period, rangeOf, type Span } from './period.ts';

/** The figures of the work, of a period beside the one before, the person's own load, or the load of everybody. */
export type InsightView = 'record' | 'period' | 'own' | 'team';

/** The figures of a period and of the one before. */
export interface ComparedFigures {
  figures: Figures;
  before: Figures;
}

/** The figures of a period. */
export interface InsightState {
  view: InsightView;
  period: Period;
  summary: Summary | null;
  counted: FiguresPeriod;
  /** Null while they are counted. */
  compared: ComparedFigures | null;
  span: Span;
  /** The days that `own` and `team` are about. */
  range: { from: string; to: string };
  own: OwnLoad | null;
  team: TeamLoad | null;
  failure: Failure | null;
  look: (view: InsightView) => Promise<void>;
  show: (period: Period) => Promise<void>;
  count: (period: FiguresPeriod) => Promise<void>;
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
      if (view === 'period') {
        const { counted } = get();
        const figures = await client.insight.figures(counted);
        return { compared: { figures, before: await client.insight.figures(periodBefore(counted)) } };
      }
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
      counted: monthOf(now()),
      compared: null,
      span: 7,
      range: lastDays(7, now()),
      own: null,
      team: null,
      failure: null,
      look: (view) => choose({ view }),
      show: (period) => choose({ period }),
      count: (counted) => choose({ counted, compared: null }),
      showLast: (span) => choose({ span }),
      refresh: read,
    };
  });
}
