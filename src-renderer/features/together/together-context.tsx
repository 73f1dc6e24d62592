import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import { createKinStore, type KinState, type KinStore } from './kin-store.ts';
import {
  createTogetherStore,
  type TogetherParts,
  type TogetherState,
  type TogetherStore,
} from './together-store.ts';

/** The stores of deciding together, made once per session. */
export interface TogetherStores {
  together: TogetherStore;
  kin: KinStore;
  /** How many cases the policy in force allows at once. */
  most: () => number;
}

export const createTogetherStores = (parts: TogetherParts & { most: () => number }): TogetherStores => ({
  together: createTogetherStore(parts),
  kin: createKinStore(parts, parts.most),
  most: parts.most,
});

const Context = createContext<TogetherStores | null>(null);

export const TogetherProvider = ({ stores, children }: { stores: TogetherStores; children: ReactNode }) => (
  <Context value={stores}>{children}</Context>
);

export function useTogetherStores(): TogetherStores {
  const stores = useContext(Context);
  if (stores === null) throw new Error('cases are decided together outside a session');
  return stores;
}

export const useTogether = <Slice,>(select: (state: TogetherState) => Slice): Slice =>
  useStore(useTogetherStores().together, select);

export const useKin = <Slice,>(select: (state: KinState) => Slice): Slice =>
  useStore(useTogetherStores().kin, select);
