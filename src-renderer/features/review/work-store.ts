import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import type { PendingDecision, WorkingSet } from '../../storage/working-set.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { CaseShelf } from './case-shelf.ts';
import { Drafts } from './drafts.ts';
import {
  assessmentOf,
  type Judgement,
  judgementOf,
  type Missing,
  missingIn,
  readDraft,
  startJudgement,
} from './judgement.ts';
import { applyChange, type Change, isTyping } from './judgement-change.ts';
import { PendingDecisions } from './pending-decisions.ts';
import { neighbour, PREFETCH, successor } from './queue-rows.ts';
import type { QueueStore } from './queue-store.ts';

/** What was last done, for the line above the form. */
export type Outcome =
  | { kind: 'recorded'; case: CaseId; subject: string; caseKind: 'url' | 'file' }
  | { kind: 'refused'; case: CaseId; subject: string; caseKind: 'url' | 'file'; failure: Failure };

/** The case in work and the assessment being made of it. */
export interface WorkState {
  detail: CaseDetail | null;
  judgement: Judgement | null;
  history: readonly Judgement[];
  /** The last change came by typing; more typing joins it. */
  typing: boolean;
  restored: boolean;
  missing: readonly Missing[];
  pending: number;
  outcome: Outcome | null;
  failure: Failure | null;
  /** Shows a case; `claim` also takes it into work. */
  open: (id: CaseId, claim?: boolean) => Promise<void>;
  step: (steps: 1 | -1) => Promise<void>;
  claim: () => Promise<void>;
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  /** Records the decision and goes on; does nothing while something is missing. */
  submit: () => Promise<void>;
  replay: () => Promise<void>;
  resume: () => Promise<void>;
  /** What was sent or came back changed: reads the open case anew and empties the shelf. */
  refresh: () => Promise<void>;
  flush: () => Promise<void>;
  dismiss: () => void;
}

export type WorkStore = StoreApi<WorkState>;

const PLACE = 'open-case';
const HISTORY = 100;

export interface WorkParts {
  client: Pick<EngineClient, 'review'>;
  workingSet: WorkingSet;
  queue: QueueStore;
  session: Session;
}

export function createWorkStore({ client, workingSet, queue, session }: WorkParts): WorkStore {
  const shelf = new CaseShelf(client, workingSet);
  const drafts = new Drafts(client, workingSet);
  const decisions = new PendingDecisions(client, workingSet);
  return createStore<WorkState>((set, get) => {
    let wanted: CaseId | null = null;
    // What was done while the wanted case was not there yet. It must never land on the case still shown.
    let waiting: (() => void)[] = [];
    const comesLater = (act: () => void): boolean => {
      if (wanted === null || wanted === get().detail?.summary.id) return false;
      waiting.push(act);
      return true;
    };

    const prefetchAfter = (id: CaseId) => {
      const { rows } = queue.getState();
      const at = rows.findIndex((row) => row.id === id);
      void shelf.prefetch(rows.slice(at + 1, at + 1 + PREFETCH));
    };

    const show = (detail: CaseDetail, draft: Judgement | null) =>
      set({
        detail,
        judgement: draft ?? startJudgement(detail.summary),
        history: [],
        typing: false,
        restored: draft !== null,
        missing: [],
        failure: null,
      });

    const catchUp = () => {
      const acts = waiting;
      waiting = [];
      for (const act of acts) act();
    };

    const settle = async (decision: PendingDecision, detail: CaseDetail | null) => {
      const recorded = await decisions.send(decision);
      if (recorded.outcome === 'kept') return;
      set({ pending: Math.max(0, get().pending - 1) });
      const subject = detail?.summary.subject ?? decision.case;
      const caseKind = detail?.summary.kind ?? 'file';
      await shelf.forget([decision.case]);
      if (recorded.outcome === 'recorded') {
        await drafts.decided(decision.case);
        if (get().outcome?.kind !== 'refused') {
          set({ outcome: { kind: 'recorded', case: decision.case, subject, caseKind } });
        }
        return;
      }
      // Not the ledger's word: the judgement becomes a draft again and somebody has to look.
      drafts.keep(decision.case, JSON.stringify(judgementOf(decision.judgement)));
      set({
        outcome: { kind: 'refused', case: decision.case, subject, caseKind, failure: recorded.failure },
      });
      await queue.getState().refresh(true);
    };

    return {
      detail: null,
      judgement: null,
      history: [],
      typing: false,
      restored: false,
      missing: [],
      pending: 0,
      outcome: null,
      failure: null,

      open: async (id, claim = false) => {
        wanted = id;
        waiting = [];
        try {
          const row = queue.getState().rows.find((candidate) => candidate.id === id) ?? null;
          const detail = shelf.glance(id, row) ?? (await shelf.take(id, row));
          if (wanted !== id) return;
          show(detail, readDraft(drafts.of(id, detail.draft)));
          void workingSet.keepPlace(PLACE, id);
          prefetchAfter(id);
          catchUp();
          if (claim) await get().claim();
        } catch (error) {
          if (wanted !== id) return;
          wanted = get().detail?.summary.id ?? null;
          waiting = [];
          set({ failure: failureOf(error) });
        }
      },

      step: async (steps) => {
        const row = neighbour(queue.getState().rows, wanted, steps);
        if (row) await get().open(row.id);
      },

      claim: async () => {
        if (comesLater(() => void get().claim())) return;
        const { detail } = get();
        if (detail === null || detail.summary.claimedBy === session.person.id) return;
        try {
          const summary = await client.review.claim({ command: newCommand(), id: detail.summary.id });
          const claimed = { ...detail, summary };
          if (get().detail?.summary.id === summary.id)
            set({ detail: { ...claimed, draft: get().detail?.draft ?? null } });
          queue.getState().patch(summary);
          await shelf.put(claimed);
        } catch (error) {
          if (get().detail?.summary.id === detail.summary.id) set({ failure: failureOf(error) });
        }
      },

      change: (change) => {
        if (comesLater(() => get().change(change))) return;
        const { judgement, history, typing, detail } = get();
        if (judgement === null || detail === null) return;
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

      submit: async () => {
        if (comesLater(() => void get().submit())) return;
        const { detail, judgement } = get();
        if (detail === null || judgement === null) return;
        const missing = missingIn(judgement);
        set({ missing });
        if (missing.length > 0) return;
        const decision: PendingDecision = {
          command: newCommand(),
          by: session.person.id,
          case: detail.summary.id,
          judgement: assessmentOf(judgement),
        };
        // Kept before it is sent; the next case waits for neither.
        const kept = Promise.all([decisions.keep(decision), drafts.decided(decision.case)]);
        const next = successor(queue.getState().rows, decision.case);
        set({ pending: get().pending + 1, outcome: null });
        queue.getState().leave(decision.case);
        if (next === null) {
          wanted = null;
          set({ detail: null, judgement: null, history: [] });
          void workingSet.keepPlace(PLACE, null);
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

      resume: async () => {
        await drafts.recall();
        const place = CaseId.safeParse(await workingSet.place(PLACE));
        const first = queue.getState().rows[0];
        if (place.success) await get().open(place.data);
        else if (first) await get().open(first.id);
      },

      refresh: async () => {
        const { detail } = get();
        await shelf.forget();
        if (detail === null) return;
        try {
          const fresh = await shelf.fetch(detail.summary.id);
          if (get().detail?.summary.id === fresh.summary.id) set({ detail: fresh });
          prefetchAfter(fresh.summary.id);
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      flush: () => drafts.flush(),
      dismiss: () => set({ outcome: null }),
    };
  });
}
