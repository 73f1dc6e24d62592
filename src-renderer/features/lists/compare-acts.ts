import { failureOf } from '../../transport/failure.ts';
import type { ComparingActs, ListsBench } from './lists-state.ts';

/** Compares a list with the others; a large list takes a while, so a comparison can be stopped. */
export function compareActs({ client, set, get }: ListsBench): ComparingActs {
  let abort: AbortController | null = null;
  return {
    comparison: null,

    compare: async (list) => {
      abort?.abort();
      const mine = new AbortController();
      abort = mine;
      set({ comparison: { list, progress: null, result: null }, failure: null });
      try {
        const events = await client.lists.compare({ list }, { signal: mine.signal });
        for await (const event of events) {
          if (mine.signal.aborted) break;
          set({
            comparison:
              event.phase === 'done'
                ? { list, progress: null, result: event.comparison }
                : { list, progress: { done: event.done, total: event.total }, result: null },
          });
        }
      } catch (error) {
        if (!mine.signal.aborted) set({ comparison: null, failure: failureOf(error) });
      }
    },

    stopComparing: () => {
      abort?.abort();
      abort = null;
      if (get().comparison?.result === null) set({ comparison: null });
    },
  };
}
