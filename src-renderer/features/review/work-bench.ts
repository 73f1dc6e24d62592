import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import type { WorkingSet } from '../../storage/working-set.ts';
import type { CaseShelf } from './case-shelf.ts';
import type { Drafts } from './drafts.ts';
import type { PendingDecisions } from './pending-decisions.ts';
import type { QueueStore } from './queue-store.ts';
import type { WantedCase } from './wanted-case.ts';
import type { WorkStore } from './work-state.ts';

export interface WorkParts {
  client: Pick<EngineClient, 'review'>;
  workingSet: WorkingSet;
  queue: QueueStore;
  session: Session;
  /** The labels in force now; the policy that names them may change while the session goes on. */
  labels: () => LabelSet | null;
  /** Whether no other seat has a case open, or in its share of the queue. */
  isFree: (id: CaseId) => boolean;
}

/** The parts that the acts on the open case share. */
export interface WorkBench extends WorkParts {
  shelf: CaseShelf;
  drafts: Drafts;
  decisions: PendingDecisions;
  wanted: WantedCase;
  set: WorkStore['setState'];
  get: WorkStore['getState'];
}

/** Remembers across a reload which case was open. */
export const keepOpenCase = (workingSet: WorkingSet, id: CaseId | null): Promise<void> =>
  workingSet.keepPlace(OPEN_CASE, id);

export const OPEN_CASE = 'open-case';
