import { createStore } from 'zustand/vanilla';
import { failureOf } from '../../transport/failure.ts';
import { comparing } from './comparing.ts';
import { finding } from './finding.ts';
import { importing } from './importing.ts';
import type { ListsClient, ListsState, ListsStore } from './lists-state.ts';
import { managing } from './managing.ts';

export function createListsStore(client: ListsClient): ListsStore {
  return createStore<ListsState>((set, get) => {
    const bench = { client, set, get };
    return {
      lists: [],
      ready: false,
      index: null,
      failure: null,
      ...managing(bench),
      ...importing(bench),
      ...comparing(bench),
      ...finding(bench),

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
          // It failed again: that, and why, is the state of the index.
        }
        set({ restarting: false });
        await get().load();
      },

      forgetFailure: () => set({ failure: null }),
    };
  });
}
