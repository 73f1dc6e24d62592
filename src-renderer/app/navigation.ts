import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Duty, mayDo, type Role } from '../../shared/domain/duty.ts';
import type { IconName } from '../ui/icon.tsx';

export type ScreenName = 'queue' | 'import' | 'outbox' | 'ledger' | 'figures' | 'policy' | 'settings';

interface ScreenEntry {
  name: ScreenName;
  key: string;
  icon: IconName;
  /** Without this duty the screen is not there. */
  duty: Duty;
}

/** The screens in their order, each with the key that leads to it. */
export const SCREENS: readonly ScreenEntry[] = [
  { name: 'queue', key: 'Q', icon: 'queue', duty: 'review' },
  { name: 'import', key: 'M', icon: 'import', duty: 'import' },
  { name: 'outbox', key: 'O', icon: 'outbox', duty: 'read-outbox' },
  { name: 'ledger', key: 'E', icon: 'ledger', duty: 'read-ledger' },
  { name: 'figures', key: 'F', icon: 'figures', duty: 'read-statistics' },
  { name: 'policy', key: 'Y', icon: 'policy', duty: 'read-ledger' },
  { name: 'settings', key: 'S', icon: 'settings', duty: 'work' },
];

export const screensFor = (role: Role): readonly ScreenEntry[] =>
  SCREENS.filter((screen) => mayDo(role, screen.duty));

/** Where the person is. State, not an address: the address bar has nothing to say about cases. */
export interface NavigationState {
  screen: ScreenName;
  overlay: 'keys' | 'palette' | null;
  go: (screen: ScreenName) => void;
  show: (overlay: NavigationState['overlay']) => void;
}

export type NavigationStore = StoreApi<NavigationState>;

export const createNavigation = (role: Role): NavigationStore =>
  createStore<NavigationState>((set) => ({
    screen: screensFor(role)[0]?.name ?? 'settings',
    overlay: null,
    go: (screen) => set({ screen, overlay: null }),
    show: (overlay) => set({ overlay }),
  }));
