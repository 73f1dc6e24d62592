import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { BlindCase } from '../../../shared/contract/second-review.contract.ts';
import type { SecondReviewId } from '../../../shared/domain/ids.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import type { WorkingSet } from '../../storage/working-set.ts';
import { failureOf } from '../../transport/failure.ts';
import {
  assessmentOf,
  beginEditing,
  type Editing,
  editChange,
  editClear,
  editUndo,
  missingIn,
  startJudgement,
} from '../review/index.ts';
import { BlindDrafts } from './blind-drafts.ts';
import type { BlindState, BlindStore } from './blind-state.ts';
import { LastCommands } from './last-commands.ts';
import { afterLeaving, neighbourOf } from './list-walk.ts';
import { reportsOfOpen } from './reports-of-open.ts';

/** How many cases are read at once; their order tells nothing, so there is no reason to read more. */
const READ = 50;
const REFILL_BELOW = 10;

export interface BlindParts {
  client: Pick<EngineClient, 'secondReview' | 'review'>;
  workingSet: WorkingSet;
  labels: () => LabelSet | null;
}

/** Judging a case a second time without knowing the first judgement. */
export function createBlindStore({ client, workingSet, labels }: BlindParts): BlindStore {
  return createStore<BlindState>((set, get) => {
    const drafts = new BlindDrafts(workingSet);
    const commands = new LastCommands();
    const underWay = new Set<SecondReviewId>();
    let recalled: Promise<void> | null = null;
    let asked = 0;

    const show = (open: BlindCase | null) => {
      if (open === null) return set({ open, editing: null });
      const draft = drafts.of(open.review);
      set({ open, editing: beginEditing(draft ?? startJudgement(open), draft !== null) });
    };

    const edit = (after: Editing | null) => {
      const { open } = get();
      if (open === null || after === null) return;
      drafts.keep(open.review, after.judgement);
      set({ editing: after, begun: drafts.begun() });
    };

    const leave = (blind: BlindCase) => {
      const { cases, total } = get();
      const next = afterLeaving(cases, blind.review);
      set({ cases: cases.filter(({ review }) => review !== blind.review), total: Math.max(0, total - 1) });
      show(next);
    };

    return {
      cases: [],
      total: 0,
      ready: false,
      ...reportsOfOpen(
        client,
        () => get().open?.case ?? null,
        (failure) => set({ failure }),
      ),
      open: null,
      editing: null,
      begun: new Set(),
      sending: 0,
      news: null,
      failure: null,

      load: async () => {
        const mine = ++asked;
        try {
          recalled ??= drafts.recall();
          await recalled;
          const waiting = await client.secondReview.waiting({ limit: READ });
          if (mine !== asked) return;
          const cases = waiting.cases.filter(({ review }) => !underWay.has(review));
          const total = waiting.total - (waiting.cases.length - cases.length);
          set({ cases, total, ready: true, failure: null, begun: drafts.begun() });
          const open = get().open;
          if (open === null || !cases.some(({ review }) => review === open.review)) show(cases[0] ?? null);
        } catch (error) {
          if (mine === asked) set({ failure: failureOf(error) });
        }
      },

      choose: (review) => {
        const chosen = get().cases.find((blind) => blind.review === review);
        if (chosen && chosen.review !== get().open?.review) show(chosen);
      },

      step: (steps) => {
        const next = neighbourOf(get().cases, get().open?.review ?? null, steps);
        if (next) get().choose(next.review);
      },

      change: (change) => {
        const { editing } = get();
        if (editing !== null) edit(editChange(editing, change, labels()));
      },

      undo: () => {
        const { editing } = get();
        if (editing !== null) edit(editUndo(editing));
      },

      clear: () => {
        const { open, editing } = get();
        if (open === null || editing === null) return;
        drafts.drop(open.review);
        set({ editing: editClear(editing, startJudgement(open)), begun: drafts.begun() });
      },

      submit: async () => {
        const { open, editing } = get();
        if (open === null || editing === null) return;
        const missing = missingIn(editing.judgement, labels());
        set({ editing: { ...editing, missing } });
        if (missing.length > 0) return;
        const { review, kind, subject } = open;
        const judgement = assessmentOf(editing.judgement, labels());
        // The draft stays until the engine has answered, so that a reload in between finds it again.
        drafts.keep(review, editing.judgement);
        underWay.add(review);
        set({ sending: get().sending + 1, news: null });
        leave(open);
        try {
          const command = commands.of(review, judgement);
          await client.secondReview.judge({ command, review, judgement });
          drafts.drop(review);
          if (get().news?.outcome !== 'refused')
            set({ news: { outcome: 'recorded', review, kind, subject } });
        } catch (error) {
          const failure = failureOf(error);
          set({ news: { outcome: 'refused', review, kind, subject, failure } });
          // Another person has reviewed the case meanwhile, so the draft is of no more use.
          if (failure.code === 'NOT_FOUND') drafts.drop(review);
          else set({ cases: [open, ...get().cases], total: get().total + 1 });
        } finally {
          underWay.delete(review);
          set({ sending: get().sending - 1, begun: drafts.begun() });
        }
        if (get().open === null) show(get().cases[0] ?? null);
        const { cases, total } = get();
        if (cases.length < REFILL_BELOW && cases.length < total) await get().load();
      },
    };
  });
}
