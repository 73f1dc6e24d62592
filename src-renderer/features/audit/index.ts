export { LedgerScreen } from './ledger-screen.tsx';
export type { LedgerStore } from './ledger-state.ts';
export { createLedgerStore, LedgerProvider, useLedger } from './ledger-store.ts';
export { type FileSink, openFileSink } from './save-file.ts';
