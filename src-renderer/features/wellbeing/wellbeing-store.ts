import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { OwnDay } from '../../../shared/contract/wellbeing.contract.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../shared/domain/preferences.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';

/** What the person at work arranges for themselves, and their day. */
export interface WellbeingState {
  preferences: Preferences;
  day: OwnDay | null;
  failure: Failure | null;
  load: () => Promise<void>;
  /** Holds at once; a vault that can only be looked at keeps it no longer than the session. */
  prefer: (change: Partial<Preferences>) => Promise<void>;
  readDay: () => Promise<void>;
  tookLighter: () => Promise<void>;
}

export type WellbeingStore = StoreApi<WellbeingState>;

const context = storeContext<WellbeingState>('what a person arranges for themselves');
export const WellbeingProvider = context.Provider;
export const useWellbeing = context.useState;
export const useWellbeingStore = context.useApi;

export function createWellbeingStore(client: Pick<EngineClient, 'wellbeing'>): WellbeingStore {
  return createStore<WellbeingState>((set, get) => {
    const attempt = async (act: () => Promise<Partial<WellbeingState>>) => {
      try {
        set({ ...(await act()), failure: null });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    };
    return {
      preferences: DEFAULT_PREFERENCES,
      day: null,
      failure: null,
      load: () => attempt(async () => ({ preferences: await client.wellbeing.preferences() })),
      prefer: async (change) => {
        const preferences = { ...get().preferences, ...change };
        set({ preferences });
        await attempt(async () => {
          await client.wellbeing.prefer({ command: newCommand(), preferences });
          return {};
        });
      },
      readDay: () => attempt(async () => ({ day: await client.wellbeing.today() })),
      tookLighter: () =>
        attempt(async () => {
          await client.wellbeing.tookLighter({ command: newCommand() });
          return {};
        }),
    };
  });
}
