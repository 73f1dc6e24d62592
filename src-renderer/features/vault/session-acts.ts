import { failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import type { EnteringParts } from './enter-acts.ts';
import type { SessionActs } from './vault-state.ts';

interface SessionParts extends EnteringParts {
  /** Stores unfinished assessments in the vault before it closes. */
  beforeLock: () => Promise<void>;
}

/** Acts of the person at work while the vault is open. */
export function sessionActs({ client, set, get, toLocked, beforeLock }: SessionParts): SessionActs {
  return {
    active: async () => {
      try {
        set({ duty: await client.vault.active() });
      } catch {
        // The page learns of a lock or a lost connection in other ways.
      }
    },

    extendDuty: async (reason) => {
      try {
        set({ duty: await client.vault.extendDuty({ command: newCommand(), reason }), failure: null });
        return true;
      } catch (error) {
        set({ failure: failureOf(error) });
        return false;
      }
    },

    rest: async () => {
      try {
        set({ duty: await client.wellbeing.rest({ command: newCommand() }), failure: null });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },

    tryWriting: async () => {
      try {
        set({ session: await client.vault.tryWriting() });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },

    lock: async () => {
      if (get().phase !== 'open' || get().busy) return;
      set({ busy: true });
      try {
        await beforeLock();
        await client.vault.lock({ command: newCommand() });
        await toLocked();
      } catch (error) {
        set({ failure: failureOf(error) });
        await toLocked().catch(() => undefined);
      } finally {
        set({ busy: false });
      }
    },
  };
}
