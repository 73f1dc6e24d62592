import { createStore } from 'zustand/vanilla';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { CaseShelf } from './case-shelf.ts';
import { decideActs } from './decide-acts.ts';
import { Drafts } from './drafts.ts';
import { handActs } from './hand-acts.ts';
import { judgeActs } from './judge-acts.ts';
import { PendingDecisions } from './pending-decisions.ts';
import { showActs } from './show-acts.ts';
import { skipActs } from './skip-acts.ts';
import { takeBackActs } from './take-back-acts.ts';
import { WantedCase } from './wanted-case.ts';
import type { WorkBench, WorkParts } from './work-bench.ts';
import type { WorkState, WorkStore } from './work-state.ts';

/** The store of the open case. Its acts are in the `...-acts` files beside it. */
export function createWorkStore(parts: WorkParts): WorkStore {
  const { client, workingSet } = parts;
  const skipped = new Set<CaseId>();
  const isFree = (id: CaseId) => !skipped.has(id) && parts.isFree(id);
  return createStore<WorkState>((set, get) => {
    const bench: WorkBench = {
      ...parts,
      isFree,
      shelf: new CaseShelf(client, workingSet),
      drafts: new Drafts(client, workingSet),
      decisions: new PendingDecisions(client, workingSet),
      wanted: new WantedCase(),
      set,
      get,
    };
    return {
      detail: null,
      judgement: null,
      history: [],
      typing: false,
      restored: false,
      draftWriter: null,
      missing: [],
      pending: 0,
      outcome: null,
      held: [],
      correcting: null,
      failure: null,
      heldElsewhere: null,
      withheld: null,
      ...showActs(bench),
      ...judgeActs(bench),
      ...decideActs(bench),
      ...takeBackActs(bench),
      ...handActs(bench),
      ...skipActs(bench, skipped),
    };
  });
}
