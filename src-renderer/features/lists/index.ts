export { ArrivingCard } from './arriving-card.tsx';
export { algorithmsOf, isLikeAddress } from './hash-guess.ts';
export { MeaningChip } from './list-words.tsx';
export { ListsScreen } from './lists-screen.tsx';
export type { ListsClient, ListsStore } from './lists-state.ts';
export { createListsStore, ListsProvider, useLists, useListsStore } from './lists-store.ts';
export { MatchItem } from './match-item.tsx';
