import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import { failureOf, retryInMs } from '../../transport/failure.ts';
import type { EnteringActs, VaultGet, VaultSet } from './vault-state.ts';

export interface EnteringParts {
  client: Pick<EngineClient, 'vault' | 'wellbeing'>;
  set: VaultSet;
  get: VaultGet;
  toLocked: () => Promise<void>;
}

/** Unlocking, creating, enrolling and recovering, one at a time. A refused attempt says when the next one is possible. */
export function enterActs({ client, set, get, toLocked }: EnteringParts): EnteringActs {
  const attempt = async (act: () => Promise<void>): Promise<boolean> => {
    if (get().busy) return false;
    set({ busy: true, failure: null });
    try {
      await act();
      return true;
    } catch (error) {
      const failure = failureOf(error);
      set({ failure, nextTryAtMs: performance.now() + retryInMs(failure) });
      return false;
    } finally {
      set({ busy: false });
    }
  };
  const enter = async (open: () => Promise<Session>) => {
    await attempt(async () => {
      const session = await open();
      const hello = get().hello;
      const seat = hello && { ...hello.seat, lastPerson: session.person.id };
      set({ session, phase: 'open', hello: hello && seat && { ...hello, seat } });
    });
  };
  return {
    create: (vault) =>
      enter(async () => {
        const { recovery, ...session } = await client.vault.create(vault);
        set({ recovery: { ...recovery, replaces: false } });
        return session;
      }),
    offered: async () => {
      try {
        return await client.vault.policies();
      } catch (error) {
        set({ failure: failureOf(error) });
        return [];
      }
    },
    unlock: (name, passphrase) => enter(() => client.vault.unlock({ name, passphrase })),
    enrol: (name, code, passphrase) =>
      attempt(async () => {
        await client.vault.enrol({ name, code, passphrase });
        set({ joinedWith: null });
        await toLocked();
      }),
    recover: (identity, name, passphrase) =>
      enter(() => client.vault.recover({ identity, name, passphrase })),
    recoveryStored: () => set({ recovery: null }),
  };
}
