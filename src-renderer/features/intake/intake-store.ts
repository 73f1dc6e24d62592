import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Batch } from '../../../shared/contract/intake.contract.ts';
import { type Known, MOST_ASKED, whatIsKnown } from '../../../shared/contract/what-is-known.ts';
import type { Find } from '../../../shared/domain/find-in-text.ts';
import type { BatchId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { type ImportJob, type ImportSettings, isRunning, startJob } from './import-job.ts';
import { upload } from './upload.ts';

/** Running imports, files imported before, and typed reports. */
export interface IntakeState {
  settings: ImportSettings;
  jobs: readonly ImportJob[];
  batches: readonly Batch[];
  quarantine: { batch: Batch; refusals: readonly Refusal[] } | null;
  failure: Failure | null;
  set: (change: Partial<ImportSettings>) => void;
  importFiles: (files: readonly File[]) => Promise<void>;
  cancel: (id: number) => void;
  dismiss: (id: number) => void;
  loadBatches: () => Promise<void>;
  showRefusals: (batch: Batch | null) => Promise<void>;
  /** @returns the number of new and joined subjects, or null with the reason in `failure` */
  report: (report: ReportInput) => Promise<{ fresh: number; joined: number; reopened: number } | null>;
  /** What is known about the finds of a pasted text, by their keys. */
  known: ReadonlyMap<string, Known>;
  asking: boolean;
  /** Asks about the finds that were not asked about since the form was opened. */
  lookUp: (finds: readonly Find[]) => Promise<void>;
  /** Forgets what was known, because a report may have changed it. */
  forgetKnown: () => void;
}

export type IntakeStore = StoreApi<IntakeState>;

const context = storeContext<IntakeState>('the intake');
export const IntakeProvider = context.Provider;
export const useIntake = context.useState;
export const useIntakeStore = context.useApi;

export function createIntakeStore(client: Pick<EngineClient, 'intake' | 'matching' | 'review'>): IntakeStore {
  return createStore<IntakeState>((set, get) => {
    const aborts = new Map<number, AbortController>();
    let lastId = 0;
    let queue = Promise.resolve();
    const patch = (id: number, change: Partial<ImportJob>) =>
      set({ jobs: get().jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) });

    const run = async (id: number, file: File, settings: ImportSettings, signal: AbortSignal) => {
      if (signal.aborted) return;
      try {
        for await (const event of upload(client, file, settings, signal)) {
          if (event.phase === 'done') patch(id, { phase: 'done', result: event.result });
          else patch(id, { phase: event.phase, progress: event });
        }
      } catch (error) {
        if (signal.aborted) patch(id, { phase: 'cancelled' });
        else patch(id, { phase: 'failed', failure: failureOf(error) });
      } finally {
        aborts.delete(id);
        await get().loadBatches();
      }
    };

    /** The finds of the text as it stands, which may change while others are asked about. */
    let wanted: readonly Find[] = [];
    const unknownOf = (finds: readonly Find[]) =>
      finds.filter(({ key }) => !get().known.has(key)).slice(0, MOST_ASKED);

    return {
      settings: { format: null, keepGood: false },
      jobs: [],
      batches: [],
      quarantine: null,
      failure: null,
      set: (change) => set({ settings: { ...get().settings, ...change } }),

      // Files are imported one after the other: they share one disk, and the reports keep the chosen order.
      importFiles: async (files) => {
        const { settings } = get();
        for (const file of files) {
          const id = ++lastId;
          const abort = new AbortController();
          aborts.set(id, abort);
          set({ jobs: [startJob(id, file), ...get().jobs] });
          queue = queue.then(() => run(id, file, settings, abort.signal));
        }
        await queue;
      },

      cancel: (id) => {
        aborts.get(id)?.abort(new DOMException('cancelled', 'AbortError'));
        if (get().jobs.find((job) => job.id === id)?.phase === 'waiting') patch(id, { phase: 'cancelled' });
      },

      dismiss: (id) => set({ jobs: get().jobs.filter((job) => job.id !== id || isRunning(job)) }),

      loadBatches: async () => {
        try {
          set({ batches: await client.intake.batches() });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      showRefusals: async (batch) => {
        if (batch === null) return set({ quarantine: null });
        try {
          const refusals = await client.intake.refusals({ batch: batch.id as BatchId, limit: 1000 });
          set({ quarantine: { batch, refusals } });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      known: new Map(),
      asking: false,
      lookUp: async (finds) => {
        wanted = finds;
        if (get().asking) return;
        set({ asking: true });
        try {
          for (let next = unknownOf(wanted); next.length > 0; next = unknownOf(wanted)) {
            const answers = await whatIsKnown(client, next);
            set({ known: new Map([...get().known, ...answers]) });
          }
        } catch (error) {
          set({ failure: failureOf(error) });
        } finally {
          set({ asking: false });
        }
      },
      forgetKnown: () => {
        wanted = [];
        set({ known: new Map() });
      },

      report: async (report) => {
        set({ failure: null });
        try {
          const { cases } = await client.intake.report({ command: newCommand(), report });
          const fresh = cases.filter((one) => one.isNew).length;
          return {
            fresh,
            joined: cases.length - fresh,
            reopened: cases.filter((one) => one.isReopened).length,
          };
        } catch (error) {
          set({ failure: failureOf(error) });
          return null;
        }
      },
    };
  });
}
