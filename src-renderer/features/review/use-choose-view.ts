import type { QueueView } from '../../../shared/contract/queue-filter.ts';
import { useReviewStores } from './review-context.tsx';

/** Shows another list; an open case that is not on it gives way to the first that is. */
export function useChooseView(): (view: QueueView) => Promise<void> {
  const { queue, work } = useReviewStores();
  return async (view) => {
    await queue.getState().load(view);
    await work.getState().follow();
  };
}
