import type { CaseId } from '../../../shared/domain/ids.ts';
import { successor } from './queue-rows.ts';
import type { WorkBench } from './work-bench.ts';
import type { SkippingActs } from './work-state.ts';

/**
 * Leaves cases for later. What was skipped is remembered as long as the session lasts, and nowhere else.
 * @param skipped the cases that nothing offers by itself; the bench's `isFree` reads it
 */
export function skipActs({ queue, wanted, isFree, get }: WorkBench, skipped: Set<CaseId>): SkippingActs {
  return {
    skip: async () => {
      const { id } = wanted;
      if (id === null) return;
      const { rows } = queue.getState();
      // Once everything was skipped, all of it is offered again.
      if (rows.every((row) => row.id === id || skipped.has(row.id))) skipped.clear();
      skipped.add(id);
      const next = successor(rows, id, isFree);
      if (next !== null) await get().open(next.id);
    },
  };
}
