import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Invitation, PersonRecord } from '../../../shared/contract/people.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';

/** The people of the hotline. */
export interface PeopleState {
  people: readonly PersonRecord[];
  /** A new one-time code, until the supervisor who made it has seen it. */
  invitation: Invitation | null;
  failure: Failure | null;
  load: () => Promise<void>;
  add: (name: string, role: Role) => Promise<void>;
  setRole: (person: PersonId, role: Role) => Promise<void>;
  disable: (person: PersonId) => Promise<void>;
  seen: () => void;
}

export type PeopleStore = StoreApi<PeopleState>;

const context = storeContext<PeopleState>('the people');
export const PeopleProvider = context.Provider;
export const usePeople = context.useState;
export const usePeopleStore = context.useApi;

export function createPeopleStore(client: Pick<EngineClient, 'people'>): PeopleStore {
  return createStore<PeopleState>((set) => {
    const attempt = async (act: () => Promise<Partial<PeopleState>>) => {
      try {
        set({ ...(await act()), failure: null });
        set({ people: await client.people.list() });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    };
    return {
      people: [],
      invitation: null,
      failure: null,
      load: () => attempt(async () => ({})),
      add: (name, role) =>
        attempt(async () => ({ invitation: await client.people.add({ command: newCommand(), name, role }) })),
      setRole: (person, role) =>
        attempt(async () => ({
          invitation: await client.people.setRole({ command: newCommand(), person, role }),
        })),
      disable: (person) =>
        attempt(async () => {
          await client.people.disable({ command: newCommand(), person });
          return {};
        }),
      seen: () => set({ invitation: null }),
    };
  });
}
