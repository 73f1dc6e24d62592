export { PolicyScreen } from './policy-screen.tsx';
export type { PolicyStore } from './policy-state.ts';
export {
  countToActivate,
  createPolicyStore,
  PolicyProvider,
  usePolicy,
  usePolicyStore,
} from './policy-store.ts';
