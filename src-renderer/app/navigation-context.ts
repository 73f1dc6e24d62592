import { storeContext } from '../ui/store-context.tsx';
import type { NavigationState } from './navigation.ts';

const context = storeContext<NavigationState>('the navigation');
export const NavigationProvider = context.Provider;
export const useNavigation = context.useState;
export const useNavigationStore = context.useApi;
