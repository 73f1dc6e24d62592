export { PolicyProvider } from './policy-context.ts';
export { PolicyScreen } from './policy-screen.tsx';
export type { PolicyStore } from './policy-state.ts';
export { createPolicyStore } from './policy-store.ts';
