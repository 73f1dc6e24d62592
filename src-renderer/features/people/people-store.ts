import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';

type PersonRow = Awaited<ReturnType<EngineClient['people']['list']>>[number];

/** The people of the hotline. */
export interface PeopleState {
  people: readonly PersonRow[];
  failure: Failure | null;
  load: () => Promise<void>;
}

export type PeopleStore = StoreApi<PeopleState>;

export function createPeopleStore(client: Pick<EngineClient, 'people'>): PeopleStore {
  return createStore<PeopleState>((set) => ({
    people: [],
    failure: null,
    load: async () => {
      try {
        set({ people: await client.people.list(), failure: null });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },
  }));
}
