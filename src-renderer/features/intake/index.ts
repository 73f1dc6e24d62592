export { ImportScreen } from './import-screen.tsx';
export { IntakeProvider } from './intake-context.ts';
export { createIntakeStore, type IntakeStore } from './intake-store.ts';
