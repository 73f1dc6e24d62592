import { type Failure, failureOf, retryInMs } from '../../transport/failure.ts';
import type { EnteringParts } from './enter-acts.ts';
import type { AccessActs } from './vault-state.ts';

/**
 * People's changes to their own access. A refusal is returned and not kept in the store: it belongs to the form that
 * asked.
 */
export function accessActs({ client, set, get }: Omit<EnteringParts, 'toLocked'>): AccessActs {
  const attempt = async (act: () => Promise<void>): Promise<Failure | null> => {
    if (get().busy) return null;
    set({ busy: true });
    try {
      await act();
      return null;
    } catch (error) {
      const failure = failureOf(error);
      set({ nextTryAtMs: performance.now() + retryInMs(failure) });
      return failure;
    } finally {
      set({ busy: false });
    }
  };
  return {
    changePassphrase: (name, passphrase, next) =>
      attempt(async () => {
        await client.vault.changePassphrase({ name, passphrase, next });
      }),
    makeRecoveryKey: () =>
      attempt(async () => {
        set({ recovery: { ...(await client.vault.makeRecoveryKey()), replaces: true } });
      }),
    changeRecoveryKey: (identity, passphrase) =>
      attempt(async () => {
        await client.vault.changeRecoveryKey({ identity, passphrase });
        set({ recovery: null });
      }),
  };
}
