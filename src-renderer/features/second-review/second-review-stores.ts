import type { EngineClient } from '../../../shared/contract/contract.ts';
import { mayDo, type Role } from '../../../shared/domain/duty.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import type { WorkingSet } from '../../storage/working-set.ts';
import { createBlindStore } from './blind-store.ts';
import { createDisagreementStore } from './disagreement-store.ts';
import { createNotesStore } from './notes-store.ts';
import { createOversightStore } from './oversight-store.ts';
import type { SecondReviewStores } from './second-review-context.tsx';

export function createSecondReviewStores(
  client: Pick<EngineClient, 'secondReview' | 'review'>,
  workingSet: WorkingSet,
  labels: () => LabelSet | null,
): SecondReviewStores {
  return {
    blind: createBlindStore({ client, workingSet, labels }),
    notes: createNotesStore(client),
    disagreements: createDisagreementStore(client, labels),
    oversight: createOversightStore(client),
  };
}

/** Reads what waits for this person; the badge shows it on every screen. */
export async function loadSecondReview(stores: SecondReviewStores, role: Role): Promise<void> {
  await Promise.all([
    mayDo(role, 'assess') && stores.blind.getState().load(),
    mayDo(role, 'review') && stores.notes.getState().load(),
    mayDo(role, 'oversee') && stores.disagreements.getState().load(),
    mayDo(role, 'oversee') && stores.oversight.getState().loadGolden(),
  ]);
}
