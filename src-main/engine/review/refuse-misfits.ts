import { FittingView, type QueueView } from '../../../shared/contract/queue-filter.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { Failure } from '../storage/failure.ts';

/** @throws Failure REFUSED where parts of a view contradict each other: nothing of it is left out in silence */
export function refuseMisfits(view: QueueView): void {
  const { error } = FittingView.safeParse(view);
  if (error) throw new Failure({ code: 'REFUSED', data: { refusals: refusalsOf(error, null) } });
}
