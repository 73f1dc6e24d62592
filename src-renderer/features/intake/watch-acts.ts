import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { WatchedFolderPlan, Watching } from '../../../shared/contract/intake.contract.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';

/** The folder whose files this seat imports by itself. */
export interface WatchActs {
  /** Null until it was asked for. */
  watching: Watching | null;
  watchFailure: Failure | null;
  loadWatching: () => Promise<void>;
  watchFolder: (plan: WatchedFolderPlan | null) => Promise<void>;
}

export function watchActs(
  client: Pick<EngineClient, 'intake'>,
  set: (change: Partial<WatchActs>) => void,
): WatchActs {
  const attempt = async (work: () => Promise<Watching>) => {
    try {
      set({ watching: await work(), watchFailure: null });
    } catch (error) {
      set({ watchFailure: failureOf(error) });
    }
  };
  return {
    watching: null,
    watchFailure: null,
    loadWatching: () => attempt(() => client.intake.watching()),
    watchFolder: (plan) => attempt(() => client.intake.watchFolder({ command: newCommand(), plan })),
  };
}
