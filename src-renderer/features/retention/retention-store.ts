import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { ErasurePlan, ErasureResult } from '../../../shared/contract/retention.contract.ts';
import type { ErasureReason } from '../../../shared/domain/erasure.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';

/** An erasure that a supervisor looks at, and then carries out. */
export interface RetentionState {
  /** What an erasure of the cases decided before this day would do; null before somebody looked. */
  plan: (ErasurePlan & { decidedBefore: string }) | null;
  isLooking: boolean;
  erasing: { done: number; of: number } | null;
  result: ErasureResult | null;
  failure: Failure | null;
  look: (decidedBefore: string) => Promise<void>;
  /** Erases what was looked at. */
  erase: (reason: ErasureReason) => Promise<void>;
  /** Forgets what was looked at: it is for another day. */
  forget: () => void;
}

export type RetentionStore = StoreApi<RetentionState>;

const context = storeContext<RetentionState>('retention');
export const RetentionProvider = context.Provider;
export const useRetention = context.useState;
export const useRetentionStore = context.useApi;

export const createRetentionStore = (client: Pick<EngineClient, 'retention'>): RetentionStore =>
  createStore<RetentionState>((set, get) => ({
    plan: null,
    isLooking: false,
    erasing: null,
    result: null,
    failure: null,
    look: async (decidedBefore) => {
      set({ plan: null, isLooking: true, result: null, failure: null });
      try {
        const plan = await client.retention.preview({ scope: { decidedBefore } });
        set({ plan: { ...plan, decidedBefore } });
      } catch (error) {
        set({ failure: failureOf(error) });
      } finally {
        set({ isLooking: false });
      }
    },
    erase: async (reason) => {
      const { plan, erasing } = get();
      if (plan === null || erasing !== null) return;
      set({ erasing: { done: 0, of: plan.cases }, failure: null });
      try {
        const scope = { decidedBefore: plan.decidedBefore };
        for await (const step of await client.retention.erase({ scope, reason })) {
          if (step.phase === 'done') set({ result: step.result, plan: null });
          else set({ erasing: { done: step.done, of: step.of } });
        }
      } catch (error) {
        set({ failure: failureOf(error) });
      } finally {
        set({ erasing: null });
      }
    },
    forget: () => set({ plan: null, result: null, failure: null }),
  }));
