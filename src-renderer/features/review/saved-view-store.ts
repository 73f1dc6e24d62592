import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { QueueView } from '../../../shared/contract/queue-filter.ts';
import type { SavedView } from '../../../shared/contract/saved-view.contract.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';

/** The lists of cases that people named. */
export interface SavedViewState {
  views: readonly SavedView[];
  failure: Failure | null;
  load: () => Promise<void>;
  /** Reads the numbers of cases again, which change with every decision: at most once in a while. */
  follow: () => void;
  save: (name: string, view: QueueView, begins: boolean) => Promise<boolean>;
  remove: (name: string) => Promise<void>;
  beginWith: (name: string | null) => Promise<void>;
}

export type SavedViewStore = StoreApi<SavedViewState>;

const FOLLOWED_MS = 5000;

export function createSavedViewStore(client: Pick<EngineClient, 'views'>): SavedViewStore {
  return createStore<SavedViewState>((set, get) => {
    let waits = false;
    const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
      try {
        await act();
        set({ views: await client.views.all(), failure: null });
        return true;
      } catch (error) {
        set({ failure: failureOf(error) });
        return false;
      }
    };
    return {
      views: [],
      failure: null,
      load: async () => void (await attempt(async () => {})),
      follow: () => {
        if (waits || get().views.length === 0) return;
        waits = true;
        setTimeout(() => {
          waits = false;
          // What the vault says after it was locked is said elsewhere.
          void client.views.all().then(
            (views) => set({ views }),
            () => {},
          );
        }, FOLLOWED_MS);
      },
      save: (name, view, begins) =>
        attempt(async () => {
          const saved = await client.views.save({ command: newCommand(), name, view });
          if (begins) await client.views.beginWith({ command: newCommand(), name: saved.name });
        }),
      remove: async (name) =>
        void (await attempt(() => client.views.remove({ command: newCommand(), name }))),
      beginWith: async (name) =>
        void (await attempt(() => client.views.beginWith({ command: newCommand(), name }))),
    };
  });
}
