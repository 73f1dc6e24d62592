import { createContext, useContext } from 'react';
import type { EngineClient } from '../../../shared/contract/contract.ts';

type MatchingClient = Pick<EngineClient, 'matching' | 'review'>;

const MatchingContext = createContext<MatchingClient | null>(null);
export const MatchingProvider = MatchingContext.Provider;

export function useMatching(): MatchingClient {
  const client = useContext(MatchingContext);
  if (client === null) throw new Error('matching is used outside a session');
  return client;
}
