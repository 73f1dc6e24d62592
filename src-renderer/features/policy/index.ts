export { PolicyScreen } from './policy-screen.tsx';
export type { PolicyStore } from './policy-state.ts';
export { createPolicyStore, PolicyProvider, usePolicyStore } from './policy-store.ts';
