import { failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import type { EnteringParts } from './enter-acts.ts';
import type { SessionActs } from './vault-state.ts';

interface SessionParts extends EnteringParts {
  /** What must reach the vault before it closes: unfinished assessments. */
  beforeLock: () => Promise<void>;
}

/** What the open vault hears of the person, until it is locked. */
export function sessionActs({ client, set, get, toLocked, beforeLock }: SessionParts): SessionActs {
  return {
    active: async () => {
      try {
        set({ duty: await client.vault.active() });
      } catch {
        // A lock or a lost connection shows by itself.
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
