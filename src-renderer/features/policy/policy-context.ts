import { storeContext } from '../../ui/store-context.tsx';
import type { PolicyState } from './policy-state.ts';

const context = storeContext<PolicyState>('the policy');
export const PolicyProvider = context.Provider;
export const usePolicy = context.useState;
export const usePolicyStore = context.useApi;
