import { createStore } from 'zustand/vanilla';
import { CaseShelf } from './case-shelf.ts';
import { deciding } from './deciding.ts';
import { Drafts } from './drafts.ts';
import { handing } from './handing.ts';
import { judging } from './judging.ts';
import { PendingDecisions } from './pending-decisions.ts';
import { showing } from './showing.ts';
import { takingBack } from './taking-back.ts';
import { WantedCase } from './wanted-case.ts';
import type { WorkBench, WorkParts } from './work-bench.ts';
import type { WorkState, WorkStore } from './work-state.ts';

/** The case in work. What can be done with it stands in `showing`, `judging`, `deciding` and `takingBack`. */
export function createWorkStore(parts: WorkParts): WorkStore {
  const { client, workingSet } = parts;
  return createStore<WorkState>((set, get) => {
    const bench: WorkBench = {
      ...parts,
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
      missing: [],
      pending: 0,
      outcome: null,
      held: [],
      correcting: null,
      failure: null,
      withheld: null,
      ...showing(bench),
      ...judging(bench),
      ...deciding(bench),
      ...takingBack(bench),
      ...handing(bench),
    };
  });
}
