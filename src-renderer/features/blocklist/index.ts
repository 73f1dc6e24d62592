export { BlocklistProvider, type BlocklistStore, createBlocklistStore } from './blocklist-store.ts';
export { BlocklistView } from './blocklist-view.tsx';
