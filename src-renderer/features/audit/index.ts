export { type FileSink, openFileSink } from '../../transport/save-file.ts';
export { kindKey } from './entry-words.ts';
export { LedgerScreen } from './ledger-screen.tsx';
export type { LedgerStore } from './ledger-state.ts';
export { createLedgerStore, LedgerProvider, useLedger } from './ledger-store.ts';
