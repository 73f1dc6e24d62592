import { createStore } from 'zustand/vanilla';
import { failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { compareActs } from './compare-acts.ts';
import { findActs } from './find-acts.ts';
import { importActs } from './import-acts.ts';
import type { ListsClient, ListsState, ListsStore } from './lists-state.ts';
import { manageActs } from './manage-acts.ts';

const context = storeContext<ListsState>('the hash lists');
export const ListsProvider = context.Provider;
export const useLists = context.useState;
export const useListsStore = context.useApi;

export function createListsStore(client: ListsClient): ListsStore {
  return createStore<ListsState>((set, get) => {
    const bench = { client, set, get };
    return {
      lists: [],
      ready: false,
      index: null,
      failure: null,
      ...manageActs(bench),
      ...importActs(bench),
      ...compareActs(bench),
      ...findActs(bench),

      load: async () => {
        try {
          const [lists, index] = await Promise.all([client.lists.list(), client.lists.index()]);
          set({ lists, index, ready: true });
          await get().show(get().open);
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      restarting: false,

      restartIndex: async () => {
        if (get().restarting) return;
        set({ restarting: true, failure: null });
        try {
          set({ index: await client.lists.restartIndex() });
        } catch {
          // The index failed again; its state says so, and why.
        }
        set({ restarting: false });
        await get().load();
      },

      forgetFailure: () => set({ failure: null }),
    };
  });
}
