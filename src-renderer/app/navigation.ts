import { createStore, type StoreApi } from 'zustand/vanilla';
import type { IconName } from '../ui/icon.tsx';

export type ScreenName = 'queue' | 'import' | 'outbox' | 'ledger' | 'figures' | 'settings';

/** The screens in their order, each with the key that leads to it. */
export const SCREENS: readonly { name: ScreenName; key: string; icon: IconName }[] = [
  { name: 'queue', key: 'Q', icon: 'queue' },
  { name: 'import', key: 'M', icon: 'import' },
  { name: 'outbox', key: 'O', icon: 'outbox' },
  { name: 'ledger', key: 'E', icon: 'ledger' },
  { name: 'figures', key: 'F', icon: 'figures' },
  { name: 'settings', key: 'S', icon: 'settings' },
];

/** Where the person is. State, not an address: the address bar has nothing to say about cases. */
export interface NavigationState {
  screen: ScreenName;
  overlay: 'keys' | 'palette' | null;
  go: (screen: ScreenName) => void;
  show: (overlay: NavigationState['overlay']) => void;
}

export type NavigationStore = StoreApi<NavigationState>;

export const createNavigation = (): NavigationStore =>
  createStore<NavigationState>((set) => ({
    screen: 'queue',
    overlay: null,
    go: (screen) => set({ screen, overlay: null }),
    show: (overlay) => set({ overlay }),
  }));
