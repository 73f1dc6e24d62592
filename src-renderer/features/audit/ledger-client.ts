import { createContext, useContext } from 'react';
import type { EngineClient } from '../../../shared/contract/contract.ts';

type LedgerClient = Pick<EngineClient, 'audit' | 'insight' | 'review' | 'vault'>;

const LedgerClientContext = createContext<LedgerClient | null>(null);
/** What a document is made of, read at the moment it is asked for. */
export const LedgerClientProvider = LedgerClientContext.Provider;

export function useLedgerClient(): LedgerClient {
  const client = useContext(LedgerClientContext);
  if (client === null) throw new Error('a document is made outside a session');
  return client;
}
