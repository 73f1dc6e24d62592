import { createContext, useContext } from 'react';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import { storeContext } from '../../ui/store-context.tsx';
import type { VaultStoreState } from './vault-state.ts';

const context = storeContext<VaultStoreState>('the vault');
export const VaultProvider = context.Provider;
export const useVault = context.useState;
export const useVaultStore = context.useApi;

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The session: the person at work, the hotline and the policy. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('this part is shown only in an open vault');
  return session;
}
