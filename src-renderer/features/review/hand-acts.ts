import { failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import type { WorkBench } from './work-bench.ts';
import type { HandingActs } from './work-state.ts';

/** Hands the open case to a person, or releases it from the person who has it. */
export function handActs({ client, queue, shelf, set, get }: WorkBench): HandingActs {
  return {
    hand: async ({ to, ...why }) => {
      const open = get().detail?.summary.id;
      if (open === undefined) return;
      try {
        const asked = { command: newCommand(), case: open, ...why };
        const summary =
          to === null ? await client.review.release(asked) : await client.review.reassign({ ...asked, to });
        queue.getState().patch(summary);
        await shelf.forget([open]);
        const detail = await shelf.fetch(open);
        if (get().detail?.summary.id === open) set({ detail, failure: null });
      } catch (error) {
        if (get().detail?.summary.id === open) set({ failure: failureOf(error) });
      }
    },
  };
}
