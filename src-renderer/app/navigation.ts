import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Duty, mayDo, type Role } from '../../shared/domain/duty.ts';
import type { IconName } from '../ui/icon.tsx';

export type ScreenName =
  | 'queue'
  | 'secondReview'
  | 'import'
  | 'lists'
  | 'outbox'
  | 'ledger'
  | 'figures'
  | 'policy'
  | 'seats'
  | 'settings';

interface ScreenEntry {
  name: ScreenName;
  key: string;
  icon: IconName;
  /** The duty without which the screen is not offered. */
  duty: Duty;
}

/** The screens in their order, each with the key that leads to it. */
export const SCREENS: readonly ScreenEntry[] = [
  { name: 'queue', key: 'Q', icon: 'queue', duty: 'review' },
  // An auditor sees only how the sample was drawn.
  { name: 'secondReview', key: 'V', icon: 'secondReview', duty: 'read-ledger' },
  { name: 'import', key: 'M', icon: 'import', duty: 'import' },
  { name: 'lists', key: 'D', icon: 'lists', duty: 'review' },
  { name: 'outbox', key: 'O', icon: 'outbox', duty: 'read-outbox' },
  { name: 'ledger', key: 'E', icon: 'ledger', duty: 'read-ledger' },
  { name: 'figures', key: 'F', icon: 'figures', duty: 'read-statistics' },
  { name: 'policy', key: 'Y', icon: 'policy', duty: 'read-ledger' },
  { name: 'seats', key: 'Z', icon: 'seats', duty: 'work' },
  { name: 'settings', key: 'S', icon: 'settings', duty: 'work' },
];

export const screensFor = (role: Role): readonly ScreenEntry[] =>
  SCREENS.filter((screen) => mayDo(role, screen.duty));

/** The screen the person is on. It is state and not an address: the address bar must say nothing about cases. */
export interface NavigationState {
  screen: ScreenName;
  overlay: 'keys' | 'palette' | 'report' | 'day' | null;
  /** One case fills the page: the rail, the status and the queue are away. Ends with the screen. */
  focus: boolean;
  setFocus: (focus: boolean) => void;
  go: (screen: ScreenName) => void;
  show: (overlay: NavigationState['overlay']) => void;
}

export type NavigationStore = StoreApi<NavigationState>;

export const createNavigation = (role: Role): NavigationStore =>
  createStore<NavigationState>((set) => ({
    // The second review is never the first screen, except for a role that sees only its samples.
    screen: screensFor(role).find(({ name }) => name !== 'secondReview')?.name ?? 'settings',
    overlay: null,
    focus: false,
    setFocus: (focus) => set({ focus }),
    go: (screen) => set({ screen, overlay: null, ...(screen === 'queue' ? {} : { focus: false }) }),
    show: (overlay) => set({ overlay }),
  }));
