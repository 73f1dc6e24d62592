import { storeContext } from '../../ui/store-context.tsx';
import type { MatchesState } from './matches-store.ts';

const context = storeContext<MatchesState>('the matches of cases');
export const MatchesProvider = context.Provider;
export const useMatches = context.useState;
export const useMatchesStore = context.useApi;
