import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';

/** Makes a provider and a hook for a store that is created per session. */
export function storeContext<State>(name: string) {
  const Context = createContext<StoreApi<State> | null>(null);
  const useApi = (): StoreApi<State> => {
    const store = useContext(Context);
    if (store === null) throw new Error(`${name} is used outside its provider`);
    return store;
  };
  return {
    Provider: ({ store, children }: { store: StoreApi<State>; children: ReactNode }) => (
      <Context value={store}>{children}</Context>
    ),
    useApi,
    useState: <Slice,>(select: (state: State) => Slice): Slice => useStore(useApi(), select),
  };
}
