export { LedgerProvider, useLedger } from './ledger-context.ts';
export { LedgerScreen } from './ledger-screen.tsx';
export type { LedgerStore } from './ledger-state.ts';
export { createLedgerStore } from './ledger-store.ts';
export { openTextSink } from './save-text.ts';
