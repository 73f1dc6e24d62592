import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackupMade, BackupPlan, BackupStatus } from '../../../shared/contract/backup.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { fromBase64 } from '../../../shared/ledger/bytes.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';
import type { FileSink } from '../audit/index.ts';

/** A backup that is being made, and the last one made in this session. */
export interface BackupState {
  making: { bytes: number; totalBytes: number; bytesPerSecond: number; remainingMs: number | null } | null;
  made: BackupMade | null;
  failure: Failure | null;
  /** Writes a backup, encrypted to the recovery key. */
  make: (sink: FileSink) => Promise<void>;
  cancel: () => void;
  /** What the workstation does by itself; null before it is known. */
  status: BackupStatus | null;
  load: () => Promise<void>;
  /** @returns whether it was set */
  plan: (plan: BackupPlan | null) => Promise<boolean>;
}

export type BackupStore = StoreApi<BackupState>;

const context = storeContext<BackupState>('backups');
export const BackupProvider = context.Provider;
export const useBackup = context.useState;
export const useBackupStore = context.useApi;

export function createBackupStore(
  client: Pick<EngineClient, 'backup'>,
  now: () => number = () => performance.now(),
): BackupStore {
  return createStore<BackupState>((set) => {
    let abort: AbortController | null = null;
    return {
      making: null,
      made: null,
      failure: null,
      make: async (sink) => {
        if (abort !== null) return;
        abort = new AbortController();
        const { signal } = abort;
        const startedMs = now();
        set({
          making: { bytes: 0, totalBytes: 0, bytesPerSecond: 0, remainingMs: null },
          made: null,
          failure: null,
        });
        try {
          let made: BackupMade | null = null;
          for await (const step of await client.backup.create({}, { signal })) {
            signal.throwIfAborted();
            if (step.phase === 'done') made = step.result;
            else {
              await sink.write(fromBase64(step.piece) ?? new Uint8Array(0));
              set({ making: paceOf(step, now() - startedMs) });
            }
          }
          // An end without this would leave a file that is no backup.
          if (made === null) throw new Error('the backup ended before it was complete');
          await sink.close();
          set({ making: null, made });
        } catch (error) {
          await sink.abort().catch(() => undefined);
          if (!signal.aborted) set({ failure: failureOf(error) });
        } finally {
          abort = null;
          set({ making: null });
        }
      },
      cancel: () => abort?.abort(),
      status: null,
      load: async () => {
        try {
          set({ status: await client.backup.status() });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },
      plan: async (plan) => {
        set({ failure: null });
        try {
          set({ status: await client.backup.plan({ command: newCommand(), plan }) });
          return true;
        } catch (error) {
          set({ failure: failureOf(error) });
          return false;
        }
      },
    };
  });
}

function paceOf(
  { bytes, totalBytes }: { bytes: number; totalBytes: number },
  elapsedMs: number,
): NonNullable<BackupState['making']> {
  const perMs = elapsedMs > 0 ? bytes / elapsedMs : 0;
  return {
    bytes,
    totalBytes,
    bytesPerSecond: Math.round(perMs * 1000),
    remainingMs: perMs > 0 ? Math.round((totalBytes - bytes) / perMs) : null,
  };
}
