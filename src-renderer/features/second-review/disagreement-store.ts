import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { ReferralSummary, Sighting } from '../../../shared/contract/review.contract.ts';
import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import type { SecondReviewId } from '../../../shared/domain/ids.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import type { ReferralKind } from '../../../shared/domain/referral.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import {
  assessmentOf,
  type Change,
  type Editing,
  editChange,
  editClear,
  editUndo,
  missingIn,
} from '../review/index.ts';
import { LastCommands } from './last-commands.ts';
import { afterLeaving, neighbourOf } from './list-walk.ts';
import { type ReportsOfOpen, reportsOfOpen } from './reports-of-open.ts';
import { beginSettling, isNoteTooShort, type Settling } from './settling.ts';

/** The disagreement settled last, and what goes out because of it. */
export interface Settled {
  outcome: 'upheld' | 'overturned';
  kind: Disagreement['kind'];
  subject: string;
  referrals: readonly { destination: string; purpose: ReferralKind }[];
}

/** The disagreements, and the decision a third person is making about one of them. */
export interface DisagreementState extends ReportsOfOpen {
  disagreements: readonly Disagreement[];
  ready: boolean;
  open: Disagreement | null;
  settling: Settling | null;
  /** The referrals of the open disagreement's case; null where they are not known. */
  referrals: readonly ReferralSummary[] | null;
  /** What reports say of its case; null where it is not known. */
  seen: { sightings: readonly Sighting[]; total: number } | null;
  busy: boolean;
  settled: Settled | null;
  failure: Failure | null;
  load: () => Promise<void>;
  choose: (review: SecondReviewId) => void;
  step: (steps: 1 | -1) => void;
  decide: (choice: 'uphold' | 'overturn') => void;
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  write: (note: string) => void;
  settle: () => Promise<void>;
}

export type DisagreementStore = StoreApi<DisagreementState>;

export function createDisagreementStore(
  client: Pick<EngineClient, 'secondReview' | 'review'>,
  labels: () => LabelSet | null,
): DisagreementStore {
  return createStore<DisagreementState>((set, get) => {
    const begun = new Map<SecondReviewId, Settling>();
    const commands = new LastCommands();

    const readReferrals = async ({ review, case: id }: Disagreement) => {
      const known = await client.review.case({ id }).catch(() => null);
      if (get().open?.review !== review) return;
      const seen = known && { sightings: known.sightings, total: known.summary.sightings };
      set({ referrals: known?.referrals ?? null, seen });
    };

    const show = (open: Disagreement | null) => {
      if (open === null) return set({ open, settling: null, referrals: null, seen: null });
      set({ open, settling: begun.get(open.review) ?? beginSettling(open), referrals: null, seen: null });
      void readReferrals(open);
    };

    const go = (settling: Settling) => {
      const { open } = get();
      if (open === null) return;
      begun.set(open.review, settling);
      set({ settling, failure: null });
    };

    const edit = (act: (editing: Editing) => Editing | null) => {
      const { settling } = get();
      if (settling?.choice !== 'overturn') return;
      const editing = act(settling.editing);
      if (editing !== null) go({ ...settling, editing });
    };

    return {
      disagreements: [],
      ready: false,
      ...reportsOfOpen(
        client,
        () => get().open?.case ?? null,
        (failure) => set({ failure }),
      ),
      open: null,
      settling: null,
      referrals: null,
      seen: null,
      busy: false,
      settled: null,
      failure: null,

      load: async () => {
        try {
          const disagreements = await client.secondReview.disagreements();
          set({ disagreements, ready: true });
          const open = get().open;
          if (open === null || !disagreements.some(({ review }) => review === open.review))
            show(disagreements.find(({ mine }) => mine) ?? disagreements[0] ?? null);
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      choose: (review) => {
        const chosen = get().disagreements.find((each) => each.review === review);
        if (!chosen || chosen.review === get().open?.review) return;
        set({ settled: null, failure: null });
        show(chosen);
      },

      step: (steps) => {
        const next = neighbourOf(get().disagreements, get().open?.review ?? null, steps);
        if (next) get().choose(next.review);
      },

      decide: (choice) => {
        const { settling } = get();
        if (settling !== null) go({ ...settling, choice });
      },

      change: (change) => edit((editing) => editChange(editing, change, labels())),
      undo: () => edit(editUndo),
      clear: () => {
        const { open } = get();
        if (open !== null) edit((editing) => editClear(editing, beginSettling(open).editing.judgement));
      },

      write: (note) => {
        const { settling } = get();
        if (settling !== null) go({ ...settling, note });
      },

      settle: async () => {
        const { open, settling, busy } = get();
        if (open === null || settling === null || busy || !open.mine) return;
        const { choice, editing, note } = settling;
        if (choice === null) return;
        const missing = choice === 'overturn' ? missingIn(editing.judgement, labels()) : [];
        go({ ...settling, editing: { ...editing, missing } });
        if (missing.length > 0 || isNoteTooShort(note)) return;
        const intention = {
          review: open.review,
          settlement:
            choice === 'uphold'
              ? { outcome: choice }
              : { outcome: choice, judgement: assessmentOf(editing.judgement, labels()) },
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        };
        set({ busy: true, settled: null });
        try {
          const command = commands.of(open.review, intention);
          const { outcome, referrals } = await client.secondReview.settle({ command, ...intention });
          begun.delete(open.review);
          const { disagreements } = get();
          const next = afterLeaving(disagreements, open.review);
          set({
            disagreements: disagreements.filter(({ review }) => review !== open.review),
            settled: { outcome, kind: open.kind, subject: open.subject, referrals },
          });
          show(next);
        } catch (error) {
          set({ failure: failureOf(error) });
        } finally {
          set({ busy: false });
        }
      },
    };
  });
}
