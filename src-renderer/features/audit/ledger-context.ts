import { storeContext } from '../../ui/store-context.tsx';
import type { LedgerState } from './ledger-state.ts';

const context = storeContext<LedgerState>('the ledger');
export const LedgerProvider = context.Provider;
export const useLedger = context.useState;
export const useLedgerStore = context.useApi;
