import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { QueueState, QueueStore } from './queue-store.ts';
import type { SavedViewStore } from './saved-view-store.ts';
import type { SelectionState, SelectionStore } from './selection-store.ts';
import type { WorkState, WorkStore } from './work-state.ts';

/** The stores of the review, made once per session. */
export interface ReviewStores {
  queue: QueueStore;
  work: WorkStore;
  views: SavedViewStore;
  selection: SelectionStore;
  find: EngineClient['search']['find'];
  narratives: EngineClient['search']['narratives'];
  /** Opens something lighter than the open case, and counts it for the person alone; false where nothing is. */
  lighter: () => Promise<boolean>;
}

const ReviewContext = createContext<ReviewStores | null>(null);

export const ReviewProvider = ({ stores, children }: { stores: ReviewStores; children: ReactNode }) => (
  <ReviewContext value={stores}>{children}</ReviewContext>
);

export function useReviewStores(): ReviewStores {
  const stores = useContext(ReviewContext);
  if (stores === null) throw new Error('the review is shown outside a session');
  return stores;
}

export const useQueue = <Slice,>(select: (state: QueueState) => Slice): Slice =>
  useStore(useReviewStores().queue, select);

export const useWork = <Slice,>(select: (state: WorkState) => Slice): Slice =>
  useStore(useReviewStores().work, select);

export const useSelection = <Slice,>(select: (state: SelectionState) => Slice): Slice =>
  useStore(useReviewStores().selection, select);
