import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { failureOf } from '../../transport/failure.ts';
import { accessActs } from './access-acts.ts';
import { enterActs } from './enter-acts.ts';
import { joinActs } from './join-acts.ts';
import { sessionActs } from './session-acts.ts';
import type { VaultStore, VaultStoreState } from './vault-state.ts';

/** @param beforeLock stores unfinished assessments in the vault before it closes */
export function createVaultStore(
  client: Pick<EngineClient, 'vault' | 'team' | 'wellbeing'>,
  beforeLock: () => Promise<void>,
): VaultStore {
  return createStore<VaultStoreState>((set, get) => {
    const toLocked = async () => {
      // At the closed door every right passphrase is followed by a new engine; what is shown there stays.
      const checks = get().phase === 'locked' ? get().checks : null;
      set({ phase: 'locked', session: null, recovery: null, duty: null, checks });
      // The lock left word of what waits.
      set({ people: await client.vault.people(), hello: await client.vault.hello() });
    };
    const parts = { client, set, get, toLocked, beforeLock };
    return {
      phase: 'starting',
      hello: null,
      people: [],
      session: null,
      recovery: null,
      duty: null,
      checks: null,
      joining: null,
      joinedWith: null,
      busy: false,
      failure: null,
      nextTryAtMs: 0,
      ...enterActs(parts),
      ...sessionActs(parts),
      ...accessActs(parts),
      ...joinActs(parts),

      start: async () => {
        try {
          const hello = await client.vault.hello();
          set({ hello });
          if (hello.vault === 'open') {
            const session = await client.vault.session();
            set({ session, phase: 'open' });
          } else if (hello.vault === 'locked') await toLocked();
          else set({ phase: 'absent', session: null });
        } catch (error) {
          const failure = failureOf(error);
          if (failure.code === 'LOCKED') await toLocked();
          else set({ failure });
        }
      },

      examine: async () => {
        try {
          set({ checks: await client.vault.doctor() });
        } catch (error) {
          set({ checks: null, failure: failureOf(error) });
        }
      },

      wasLocked: async () => {
        if (get().phase === 'open' && !get().busy) await toLocked();
      },

      forgetFailure: () => set({ failure: null }),
    };
  });
}
