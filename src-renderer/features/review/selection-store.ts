import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';

/** A selected case, with what names it. */
export type SelectedCase = Pick<CaseSummary, 'id' | 'kind' | 'subject'>;

/** The cases that are selected to be decided together, in the order in which they were. */
export interface SelectionState {
  cases: ReadonlyMap<CaseId, SelectedCase>;
  /** The case at which a range begins: the last one that was selected by itself. */
  anchor: CaseId | null;
  /** More were to be selected than the policy allows at once. */
  isCut: boolean;
  /** Selects a case, or no longer. */
  toggle: (one: SelectedCase) => void;
  /** Selects the rows from the anchor to a case, both included. */
  range: (rows: readonly SelectedCase[], to: SelectedCase) => void;
  /** Adds cases. */
  add: (cases: readonly SelectedCase[]) => void;
  clear: () => void;
}

export type SelectionStore = StoreApi<SelectionState>;

/** @param most how many the policy in force allows at once */
export const createSelectionStore = (most: () => number): SelectionStore =>
  createStore<SelectionState>((set, get) => {
    const add = (more: readonly SelectedCase[], anchor: CaseId | null) => {
      const cases = new Map(get().cases);
      for (const one of more) if (cases.has(one.id) || cases.size < most()) cases.set(one.id, one);
      set({ cases, anchor, isCut: more.some(({ id }) => !cases.has(id)) });
    };
    return {
      cases: new Map(),
      anchor: null,
      isCut: false,
      toggle: (one) => {
        if (!get().cases.has(one.id)) return add([one], one.id);
        const cases = new Map(get().cases);
        cases.delete(one.id);
        set({ cases, anchor: null, isCut: false });
      },
      range: (rows, to) => {
        const from = rows.findIndex(({ id }) => id === get().anchor);
        const end = rows.findIndex(({ id }) => id === to.id);
        if (from < 0 || end < 0) return add([to], to.id);
        add(rows.slice(Math.min(from, end), Math.max(from, end) + 1), get().anchor);
      },
      add: (more) => add(more, get().anchor),
      clear: () => set({ cases: new Map(), anchor: null, isCut: false }),
    };
  });
