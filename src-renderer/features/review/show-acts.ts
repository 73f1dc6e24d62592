import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import { isDecided } from '../../../shared/domain/case.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import { failureOf, isWithheld } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import type { DraftWriter } from './drafts.ts';
import { type Judgement, readDraft, startJudgement } from './judgement.ts';
import { neighbour, PREFETCH, successor } from './queue-rows.ts';
import { OWN_VIEWS } from './queue-views.ts';
import { keepOpenCase, OPEN_CASE, type WorkBench } from './work-bench.ts';
import type { ShowingActs } from './work-state.ts';

/** How many decisions one can walk back. */
const WAY_BACK = 100;

/** Opens cases, walks the list and claims cases. */
export function showActs(bench: WorkBench): ShowingActs {
  const { client, workingSet, queue, session, shelf, drafts, wanted, isFree, set, get } = bench;

  const prefetchAfter = (id: CaseId) => {
    const { rows } = queue.getState();
    const at = rows.findIndex((row) => row.id === id);
    void shelf.prefetch(rows.slice(at + 1, at + 1 + PREFETCH));
  };

  const show = (detail: CaseDetail, draft: Judgement | null, draftWriter: DraftWriter | null) =>
    set({
      detail,
      judgement: draft ?? startJudgement(detail.summary),
      history: [],
      typing: false,
      restored: draft !== null,
      draftWriter,
      missing: [],
      correcting: null,
      failure: null,
      heldElsewhere: null,
      withheld: null,
    });

  return {
    open: async (id, claim = false) => {
      wanted.ask(id);
      try {
        const row = queue.getState().rows.find((candidate) => candidate.id === id) ?? null;
        const detail = shelf.glance(id, row) ?? (await shelf.take(id, row));
        if (wanted.id !== id) return;
        const draft = drafts.of(id, detail.draft);
        show(detail, readDraft(draft?.json ?? null), draft?.writer ?? null);
        void keepOpenCase(workingSet, id);
        prefetchAfter(id);
        wanted.catchUp();
        if (claim) await get().claim();
      } catch (error) {
        if (wanted.id !== id) return;
        const failure = failureOf(error);
        // The form of the earlier case is removed, so that it cannot be taken for the form of the case that is not
        // shown.
        if (isWithheld(failure)) set({ detail: null, judgement: null, history: [], failure, withheld: id });
        else set({ failure });
        wanted.ask(get().detail?.summary.id ?? null);
      }
    },

    ask: (act) => {
      const { detail } = get();
      if (wanted.comesLater(detail?.summary.id, () => get().ask(act))) return;
      if (detail !== null) act(detail.summary.id);
    },

    asked: () => wanted.id ?? get().detail?.summary.id ?? null,

    step: async (steps) => {
      const row = neighbour(queue.getState().rows, wanted.id, steps);
      if (row) await get().open(row.id);
    },

    back: async () => {
      try {
        const { cases } = await client.review.queue({ ...OWN_VIEWS.decidedByMe, limit: WAY_BACK });
        const at = cases.findIndex(({ id }) => id === wanted.id);
        const before = cases[at + 1];
        if (before) await get().open(before.id);
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },

    claim: async () => {
      const { detail } = get();
      if (wanted.comesLater(detail?.summary.id, () => void get().claim())) return;
      if (detail === null || detail.summary.claimedBy === session.person.id) return;
      if (isDecided(detail.summary.state)) return;
      try {
        const summary = await client.review.claim({ command: newCommand(), id: detail.summary.id });
        const claimed = { ...detail, summary };
        if (get().detail?.summary.id === summary.id)
          set({
            detail: { ...claimed, draft: get().detail?.draft ?? null },
            failure: null,
            heldElsewhere: null,
          });
        queue.getState().patch(summary);
        await shelf.put(claimed);
      } catch (error) {
        if (get().detail?.summary.id !== detail.summary.id) return;
        const failure = failureOf(error);
        // It keeps nobody from looking, or from deciding: what is right then follows from the record.
        if (failure.code === 'CONFLICT' && failure.data.reason === 'held-elsewhere')
          set({ heldElsewhere: failure.data.name });
        else set({ failure });
      }
    },

    stay: async () => {
      const { detail, heldElsewhere } = get();
      if (detail === null || heldElsewhere !== null || isDecided(detail.summary.state)) return;
      if (detail.summary.claimedBy !== session.person.id) return;
      const { id } = detail.summary;
      // A connection that is lost is said elsewhere.
      const { heldBy } = await client.review.stay({ id }).catch(() => ({ heldBy: null }));
      if (heldBy !== null && get().detail?.summary.id === id) set({ heldElsewhere: heldBy });
    },

    reveal: async (report) => {
      const { detail } = get();
      if (detail === null) return null;
      try {
        return (await client.review.revealNarrative({ case: detail.summary.id, report })).narrative;
      } catch (error) {
        if (get().detail?.summary.id === detail.summary.id) set({ failure: failureOf(error) });
        return null;
      }
    },

    readOn: async (before) => {
      const { detail } = get();
      if (detail === null) return null;
      try {
        return await client.review.sightings({ case: detail.summary.id, before });
      } catch (error) {
        if (get().detail?.summary.id === detail.summary.id) set({ failure: failureOf(error) });
        return null;
      }
    },

    resume: async () => {
      await drafts.recall();
      const place = CaseId.safeParse(await workingSet.place(OPEN_CASE));
      // A case that was asked for meanwhile is the one to show, also where it is still on its way.
      if (wanted.id !== null) return;
      const first = successor(queue.getState().rows, null, isFree);
      if (place.success) await get().open(place.data);
      else if (first) await get().open(first.id);
    },

    follow: async () => {
      const { rows } = queue.getState();
      const { detail } = get();
      if (detail === null || rows.some((row) => row.id === detail.summary.id)) return;
      const first = successor(rows, null, isFree);
      if (first) return get().open(first.id);
      wanted.ask(null);
      set({ detail: null, judgement: null, history: [], correcting: null });
      await keepOpenCase(workingSet, null);
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
  };
}
