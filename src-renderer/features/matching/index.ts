export { HashLookup } from './hash-lookup.tsx';
export { ListsProvider } from './lists-context.ts';
export { ListsScreen } from './lists-screen.tsx';
export type { ListsClient, ListsStore } from './lists-state.ts';
export { createListsStore } from './lists-store.ts';
export { MatchingProvider } from './matching-context.ts';
