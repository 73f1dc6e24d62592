export { LedgerProvider, useLedger } from './ledger-context.ts';
export { LedgerScreen } from './ledger-screen.tsx';
export { createLedgerStore, type LedgerStore } from './ledger-store.ts';
