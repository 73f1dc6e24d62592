import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import { isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import type { PendingDecision } from '../../storage/working-set.ts';
import { newCommand } from '../../transport/new-command.ts';
import { assessmentOf, judgementOf, missingIn } from './judgement.ts';
import { successor } from './queue-rows.ts';
import { keepOpenCase, type WorkBench } from './work-bench.ts';
import type { DecidingActs } from './work-state.ts';

/** Sends a complete judgement to the ledger, or turns it back into a draft where the engine refuses it. */
export function decideActs(bench: WorkBench): DecidingActs {
  const { workingSet, queue, session, labels, shelf, drafts, decisions, wanted, isFree, set, get } = bench;

  const settle = async (decision: PendingDecision, detail: CaseDetail | null) => {
    const recorded = await decisions.send(decision);
    if (recorded.outcome === 'kept') return;
    queue.getState().answered(decision.case);
    set({ pending: Math.max(0, get().pending - 1) });
    const subject = detail?.summary.subject ?? decision.case;
    const caseKind = detail?.summary.kind ?? 'file';
    await shelf.forget([decision.case]);
    if (recorded.outcome === 'recorded') {
      await drafts.decided(decision.case);
      const { assessment, heldUntil } = recorded.result;
      const id = decision.case;
      get().hold([{ case: id, subject, caseKind, assessment, heldUntil }]);
      if (get().outcome?.kind !== 'refused') {
        set({ outcome: { kind: 'recorded', case: id, subject, caseKind } });
      }
      return;
    }
    // The decision was refused: the judgement becomes a draft again and the analyst is told.
    drafts.keep(decision.case, JSON.stringify(judgementOf(decision.judgement)));
    set({
      outcome: { kind: 'refused', case: decision.case, subject, caseKind, failure: recorded.failure },
    });
    await queue.getState().refresh(true);
  };

  return {
    submit: async () => {
      const { detail, judgement, correcting } = get();
      if (correcting !== null) return get().correct();
      if (wanted.comesLater(detail?.summary.id, () => void get().submit())) return;
      if (detail === null || judgement === null) return;
      if (isDecided(detail.summary.state)) return;
      if (isGivenToAnother(detail.summary.assignedTo, session.person)) return;
      const missing = missingIn(judgement, labels());
      set({ missing });
      if (missing.length > 0) return;
      const decision: PendingDecision = {
        command: newCommand(),
        by: session.person.id,
        case: detail.summary.id,
        judgement: assessmentOf(judgement, labels()),
      };
      // The decision is kept before it is sent; the next case waits for neither.
      const kept = Promise.all([decisions.keep(decision), drafts.decided(decision.case)]);
      const next = successor(queue.getState().rows, decision.case, isFree);
      set({ pending: get().pending + 1, outcome: null });
      queue.getState().leave(decision.case);
      if (next === null) {
        wanted.ask(null);
        set({ detail: null, judgement: null, history: [] });
        void keepOpenCase(workingSet, null);
      } else void get().open(next.id);
      await kept;
      await settle(decision, detail);
    },

    replay: async () => {
      const left = await decisions.left(session.person.id);
      if (left.length === 0) return;
      set({ pending: left.length });
      for (const decision of left) await settle(decision, (await workingSet.case(decision.case)) ?? null);
      await queue.getState().refresh(true);
    },

    dismiss: () => set({ outcome: null, withheld: null, failure: null }),
  };
}
