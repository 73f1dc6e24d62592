import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { BlindState, BlindStore } from './blind-state.ts';
import type { DisagreementState, DisagreementStore } from './disagreement-store.ts';
import type { NotesState, NotesStore } from './notes-store.ts';
import type { OversightState, OversightStore } from './oversight-store.ts';

/** The stores of the second review, made once per session. */
export interface SecondReviewStores {
  blind: BlindStore;
  notes: NotesStore;
  disagreements: DisagreementStore;
  oversight: OversightStore;
}

const SecondReviewContext = createContext<SecondReviewStores | null>(null);

export const SecondReviewProvider = ({
  stores,
  children,
}: {
  stores: SecondReviewStores;
  children: ReactNode;
}) => <SecondReviewContext value={stores}>{children}</SecondReviewContext>;

export function useSecondReviewStores(): SecondReviewStores {
  const stores = useContext(SecondReviewContext);
  if (stores === null) throw new Error('the second review is shown outside a session');
  return stores;
}

export const useBlind = <Slice,>(select: (state: BlindState) => Slice): Slice =>
  useStore(useSecondReviewStores().blind, select);

export const useNotes = <Slice,>(select: (state: NotesState) => Slice): Slice =>
  useStore(useSecondReviewStores().notes, select);

export const useDisagreements = <Slice,>(select: (state: DisagreementState) => Slice): Slice =>
  useStore(useSecondReviewStores().disagreements, select);

export const useOversight = <Slice,>(select: (state: OversightState) => Slice): Slice =>
  useStore(useSecondReviewStores().oversight, select);
