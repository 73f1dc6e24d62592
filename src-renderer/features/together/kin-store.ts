import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Kin, KinCase } from '../../../shared/contract/together.contract.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import type { KinKind } from '../../../shared/domain/kin.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { judgementOf, type SelectedCase } from '../review/index.ts';
import type { TogetherParts } from './together-store.ts';

/** The kin of a case, while somebody looks at them. */
export interface KinState {
  /** Whose kin they are; null where nobody looks. */
  of: SelectedCase | null;
  /** Whether that case can still be judged here. */
  isOpen: boolean;
  groups: readonly Kin[] | null;
  failure: Failure | null;
  /** Shows the kin of the open case. */
  show: () => void;
  close: () => void;
  /** Selects a case with those of its kin that wait, up to what the policy allows. */
  select: (kind: KinKind) => Promise<void>;
  /** Fills the form of the open case with the judgement of another one: all but country and note. It submits nothing. */
  like: (kin: KinCase) => Promise<void>;
}

export type KinStore = StoreApi<KinState>;

export function createKinStore(
  { client, review }: Pick<TogetherParts, 'client' | 'review'>,
  most: () => number,
): KinStore {
  return createStore<KinState>((set, get) => {
    const { work, selection } = review;
    const read = async ({ id }: SelectedCase) => {
      try {
        const groups = await client.together.kin({ case: id });
        if (get().of?.id === id) set({ groups });
      } catch (error) {
        if (get().of?.id === id) set({ failure: failureOf(error) });
      }
    };
    // A decision is recorded after the next case is shown: what was read meanwhile says that its case is open.
    work.subscribe((now, before) => {
      const { of } = get();
      if (now.pending < before.pending && of !== null) void read(of);
    });
    return {
      of: null,
      isOpen: false,
      groups: null,
      failure: null,

      show: () =>
        work.getState().ask(() => {
          const { detail, judgement } = work.getState();
          if (detail === null) return;
          const isOpen = judgement !== null && !isDecided(detail.summary.state);
          set({ of: detail.summary, isOpen, groups: null, failure: null });
          void read(detail.summary);
        }),

      close: () => set({ of: null, groups: null, failure: null }),

      select: async (kind) => {
        const { of, isOpen } = get();
        if (of === null) return;
        try {
          const limit = Math.max(1, most());
          const [group] = await client.together.kin({ case: of.id, kinds: [kind], open: true, limit });
          const cases = group?.cases.map(({ case: id, ...one }) => ({ ...one, id })) ?? [];
          selection.getState().add([...(isOpen ? [of] : []), ...cases]);
          get().close();
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      like: async ({ case: id, decision }) => {
        const { of, isOpen } = get();
        if (of === null || decision === null || !isOpen) return;
        try {
          const { assessments } = await client.review.case({ id });
          const made = assessments.find((one) => one.id === decision.assessment);
          if (made === undefined || work.getState().detail?.summary.id !== of.id) return get().close();
          // The material may be hosted elsewhere here, and a note is about its own case.
          const { country, untakenCountry, hostingSource, note, ...judged } = judgementOf(made.judgement);
          work.getState().change(judged);
          get().close();
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },
    };
  });
}
