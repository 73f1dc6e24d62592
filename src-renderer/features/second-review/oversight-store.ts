import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  AgreementReport,
  GoldenCase,
  SampleReport,
} from '../../../shared/contract/second-review.contract.ts';
import type { CaseId, SecondReviewId } from '../../../shared/domain/ids.ts';
import type { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';

/** The agreement of second reviews, the draw of the samples, and the golden cases. */
export interface OversightState {
  periods: readonly { period: SamplingPeriod; closed: boolean }[];
  range: { from: SamplingPeriod; to: SamplingPeriod } | null;
  agreement: AgreementReport | null;
  sample: SampleReport | null;
  golden: readonly GoldenCase[];
  /** The shown part was read at least once. */
  ready: boolean;
  failure: Failure | null;
  showAgreement: (range?: { from: SamplingPeriod; to: SamplingPeriod }) => Promise<void>;
  showSample: (period?: SamplingPeriod) => Promise<void>;
  loadGolden: () => Promise<void>;
  /** @returns whether it is a golden case now; the reason is in `failure` where it is not */
  addGolden: (id: CaseId) => Promise<boolean>;
  removeGolden: (golden: SecondReviewId) => Promise<void>;
  /**
   * Shows a waiting case; the person who has seen it cannot review it any more.
   * @returns whether it may be shown now
   */
  reveal: (id: CaseId) => Promise<boolean>;
}

export type OversightStore = StoreApi<OversightState>;

export function createOversightStore(client: Pick<EngineClient, 'secondReview'>): OversightStore {
  return createStore<OversightState>((set, get) => {
    const attempt = async (act: () => Promise<void>): Promise<boolean> => {
      try {
        await act();
        set({ failure: null });
        return true;
      } catch (error) {
        set({ failure: failureOf(error) });
        return false;
      }
    };
    const readPeriods = async () => {
      const periods = await client.secondReview.periods();
      const newestFirst = [...periods].sort((a, b) => (a.period < b.period ? 1 : -1));
      set({ periods: newestFirst });
      return newestFirst;
    };
    return {
      periods: [],
      range: null,
      agreement: null,
      sample: null,
      golden: [],
      ready: false,
      failure: null,

      showAgreement: async (range) => {
        const chosen = range ?? get().range;
        if (chosen !== null) set({ range: inOrder(chosen) });
        await attempt(async () => {
          await readPeriods();
          const agreement = await client.secondReview.agreement(get().range ?? {});
          const { from, to } = agreement;
          const { range: wanted } = get();
          if (wanted === null || (wanted.from === from && wanted.to === to))
            set({ agreement, range: { from, to }, ready: true });
        });
      },

      showSample: async (period) => {
        await attempt(async () => {
          const periods = await readPeriods();
          const chosen = period ?? get().sample?.period ?? periods[0]?.period;
          if (chosen === undefined) set({ sample: null, ready: true });
          else set({ sample: await client.secondReview.sample({ period: chosen }), ready: true });
        });
      },

      loadGolden: async () => {
        await attempt(async () => set({ golden: await client.secondReview.golden(), ready: true }));
      },

      addGolden: (id) =>
        attempt(async () => {
          const added = await client.secondReview.addGolden({ command: newCommand(), case: id });
          set({ golden: [added, ...get().golden] });
        }),

      removeGolden: async (golden) => {
        await attempt(async () => {
          const removed = await client.secondReview.removeGolden({ command: newCommand(), golden });
          set({ golden: get().golden.map((one) => (one.id === golden ? removed : one)) });
        });
      },

      reveal: (id) =>
        attempt(async () => {
          await client.secondReview.reveal({ command: newCommand(), case: id });
        }),
    };
  });
}

const inOrder = ({ from, to }: { from: SamplingPeriod; to: SamplingPeriod }) =>
  from <= to ? { from, to } : { from: to, to: from };
