import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import { type Editing, editChange, editClear, editUndo } from './editing.ts';
import { startJudgement } from './judgement.ts';
import type { WorkBench } from './work-bench.ts';
import type { JudgingActs } from './work-state.ts';

/** Changes the assessment step by step; each step is kept as a draft and can be undone. */
export function judgeActs({ drafts, session, labels, wanted, set, get }: WorkBench): JudgingActs {
  const comesLater = (act: () => void) => wanted.comesLater(get().detail?.summary.id, act);
  const editing = (): Editing | null => {
    const { judgement, history, typing, restored, missing } = get();
    return judgement && { judgement, history, typing, restored, missing };
  };
  return {
    change: (change) => {
      if (comesLater(() => get().change(change))) return;
      const { detail, correcting } = get();
      const before = editing();
      if (before === null || detail === null) return;
      if (correcting !== null) return set(editChange(before, change, labels()));
      if (isDecided(detail.summary.state)) return;
      if (isGivenToAnother(detail.summary.assignedTo, session.person)) return;
      const after = editChange(before, change, labels());
      set(after);
      drafts.keep(detail.summary.id, JSON.stringify(after.judgement));
      if (before.history.length === 0) void get().claim();
    },

    undo: () => {
      if (comesLater(() => get().undo())) return;
      const { detail, correcting } = get();
      const before = editing();
      const after = before && editUndo(before);
      // Where the form has nothing to undo, the last decision is taken back.
      if (after === null || detail === null) return correcting === null ? void get().takeBack() : undefined;
      set(after);
      if (correcting !== null) return;
      drafts.keep(detail.summary.id, JSON.stringify(after.judgement));
    },

    clear: () => {
      if (comesLater(() => get().clear())) return;
      const { detail, correcting } = get();
      const before = editing();
      if (detail === null || before === null) return;
      if (correcting !== null) return get().startCorrection();
      set(editClear(before, startJudgement(detail.summary)));
      void drafts.drop(detail.summary.id);
    },

    flush: () => drafts.flush(),
  };
}
