import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { decisionOf } from './decided.ts';
import { newestHeld, withHeld } from './held-decision.ts';
import { assessmentOf, judgementOf, missingIn, startJudgement } from './judgement.ts';
import type { WorkBench } from './work-bench.ts';
import type { TakingBackActs } from './work-state.ts';

/** Acts on a recorded decision: take it back while that is possible, correct it afterwards. */
export function takeBackActs(bench: WorkBench): TakingBackActs {
  const { client, queue, session, labels, shelf, drafts, set, get } = bench;

  const readAnew = async (id: Parameters<typeof shelf.fetch>[0]) => {
    await shelf.forget([id]);
    await queue.getState().refresh(true);
  };

  return {
    hold: (decisions) => set({ held: withHeld(get().held, decisions, Date.now()) }),

    takeBack: async (decision = newestHeld(get().held, Date.now())) => {
      if (decision === null) return;
      const { case: id, assessment, subject, caseKind, together } = decision;
      set({ held: get().held.filter((each) => each !== decision) });
      if (together !== undefined) return together.takeBack();
      try {
        const taken = await client.review.withdraw({ command: newCommand(), case: id, assessment });
        drafts.keep(id, JSON.stringify(judgementOf(taken.judgement)));
        set({ outcome: { kind: 'taken-back', case: id, subject, caseKind } });
      } catch (error) {
        set({ outcome: { kind: 'not-taken-back', case: id, subject, caseKind, failure: failureOf(error) } });
      }
      await readAnew(id);
      await get().open(id);
    },

    startCorrection: () => {
      const { detail } = get();
      const decision = detail && decisionOf(detail);
      if (!decision) return;
      const judgement = judgementOf(decision.judgement);
      set({ correcting: { reason: '' }, judgement, history: [], typing: false, missing: [], outcome: null });
    },

    cancelCorrection: () => {
      const { detail } = get();
      set({
        correcting: null,
        judgement: detail && startJudgement(detail.summary),
        history: [],
        missing: [],
      });
    },

    writeReason: (reason) => set({ correcting: { reason }, missing: [] }),

    correct: async () => {
      const { detail, judgement, correcting } = get();
      const decision = detail && decisionOf(detail);
      if (!decision || judgement === null || correcting === null) return;
      if (isGivenToAnother(detail.summary.assignedTo, session.person)) return;
      const reason = correcting.reason.trim();
      const missing = [...missingIn(judgement, labels()), ...(reason === '' ? (['why'] as const) : [])];
      set({ missing });
      if (missing.length > 0) return;
      const { id, subject, kind: caseKind } = detail.summary;
      try {
        const { heldUntil, assessment: made } = await client.review.correct({
          command: newCommand(),
          case: id,
          assessment: decision.id,
          judgement: assessmentOf(judgement, labels()),
          reason,
        });
        const corrected = { case: id, subject, caseKind };
        set({ correcting: null, outcome: { kind: 'recorded', ...corrected }, history: [] });
        get().hold([{ ...corrected, assessment: made, heldUntil }]);
        await readAnew(id);
        await get().open(id);
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },
  };
}
