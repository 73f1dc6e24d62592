import { storeContext } from '../../ui/store-context.tsx';
import type { PeopleState } from './people-store.ts';

const context = storeContext<PeopleState>('the people');
export const PeopleProvider = context.Provider;
export const usePeople = context.useState;
export const usePeopleStore = context.useApi;
