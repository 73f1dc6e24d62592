import { storeContext } from '../../ui/store-context.tsx';
import type { ListsState } from './lists-state.ts';

const context = storeContext<ListsState>('the hash lists');
export const ListsProvider = context.Provider;
export const useLists = context.useState;
export const useListsStore = context.useApi;
