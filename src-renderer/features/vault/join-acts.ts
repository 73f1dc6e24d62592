import type { EngineClient } from '../../../shared/contract/contract.ts';
import { failureOf } from '../../transport/failure.ts';
import type { Joining, JoiningActs, VaultGet, VaultSet } from './vault-state.ts';

interface JoinParts {
  client: Pick<EngineClient, 'team'>;
  set: VaultSet;
  get: VaultGet;
  toLocked: () => Promise<void>;
}

/**
 * Joins a hotline with the file and the code of an invitation.
 * @param nowMs a monotonic clock
 */
export function joinActs(
  { client, set, get, toLocked }: JoinParts,
  nowMs: () => number = () => performance.now(),
): JoiningActs {
  let abort: AbortController | null = null;
  return {
    join: async (file, code) => {
      if (get().busy) return false;
      abort = new AbortController();
      const { signal } = abort;
      set({ busy: true, failure: null, joining: { step: 'asking' } });
      let began: { atMs: number; entries: number } | null = null;
      try {
        for await (const step of await client.team.join({ file, code }, { signal })) {
          signal.throwIfAborted();
          if (step.state === 'joined') {
            set({ joinedWith: code });
            await toLocked();
            return true;
          }
          if (step.state === 'waiting') set({ joining: { step: 'waiting' } });
          else {
            began ??= { atMs: nowMs(), entries: step.entries };
            set({ joining: readingOf(step, step.entries - began.entries, nowMs() - began.atMs) });
          }
        }
        // A stream that ends without `joined` leaves no vault.
        throw new Error('joining ended before it was complete');
      } catch (error) {
        if (!signal.aborted) set({ failure: failureOf(error) });
        return false;
      } finally {
        abort = null;
        set({ busy: false, joining: null });
      }
    },
    cancelJoining: () => abort?.abort(),
  };
}

function readingOf(
  { entries, of }: { entries: number; of: number },
  read: number,
  elapsedMs: number,
): Joining {
  const perMs = elapsedMs > 0 ? read / elapsedMs : 0;
  return {
    step: 'reading',
    entries,
    of,
    entriesPerSecond: Math.round(perMs * 1000),
    remainingMs: perMs > 0 ? Math.round(Math.max(0, of - entries) / perMs) : null,
  };
}
