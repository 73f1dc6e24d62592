export { type FileSink, openFileSink } from '../../transport/save-file.ts';
export { DossierButton } from './dossier-button.tsx';
export { kindKey } from './entry-words.ts';
export { LedgerClientProvider, useLedgerClient } from './ledger-client.ts';
export { LedgerScreen } from './ledger-screen.tsx';
export type { LedgerStore } from './ledger-state.ts';
export { createLedgerStore, LedgerProvider, useLedger } from './ledger-store.ts';
