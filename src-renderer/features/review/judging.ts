import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { missingIn, startJudgement } from './judgement.ts';
import { applyChange, isTyping } from './judgement-change.ts';
import type { WorkBench } from './work-bench.ts';
import type { JudgingActs } from './work-state.ts';

const HISTORY = 100;

/** The assessment being made: change by change, each kept as a draft and taken back one by one. */
export function judging({ drafts, session, wanted, set, get }: WorkBench): JudgingActs {
  const comesLater = (act: () => void) => wanted.comesLater(get().detail?.summary.id, act);
  return {
    change: (change) => {
      if (comesLater(() => get().change(change))) return;
      const { judgement, history, typing, detail } = get();
      if (judgement === null || detail === null) return;
      if (isGivenToAnother(detail.summary.assignedTo, session.person)) return;
      const next = applyChange(judgement, change);
      const joins = typing && isTyping(change);
      set({
        judgement: next,
        history: joins ? history : [...history, judgement].slice(-HISTORY),
        typing: isTyping(change),
        missing: get().missing.length === 0 ? [] : missingIn(next),
        restored: false,
      });
      drafts.keep(detail.summary.id, JSON.stringify(next));
      if (history.length === 0) void get().claim();
    },

    undo: () => {
      if (comesLater(() => get().undo())) return;
      const { history, detail } = get();
      const previous = history.at(-1);
      if (previous === undefined || detail === null) return;
      set({ judgement: previous, history: history.slice(0, -1), typing: false, missing: [] });
      drafts.keep(detail.summary.id, JSON.stringify(previous));
    },

    clear: () => {
      if (comesLater(() => get().clear())) return;
      const { detail, judgement, history } = get();
      if (detail === null || judgement === null) return;
      set({
        judgement: startJudgement(detail.summary),
        history: [...history, judgement],
        restored: false,
        missing: [],
        typing: false,
      });
      void drafts.drop(detail.summary.id);
    },

    flush: () => drafts.flush(),
  };
}
