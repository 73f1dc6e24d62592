import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Batch, RefusedRow } from '../../../shared/contract/intake.contract.ts';
import { type Known, MOST_ASKED, whatIsKnown } from '../../../shared/contract/what-is-known.ts';
import type { Find } from '../../../shared/domain/find-in-text.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { type ImportJob, type ImportSettings, isRunning, startJob } from './import-job.ts';
import { type ProfileActs, profileActs } from './profile-acts.ts';
import { upload } from './upload.ts';
import { type WatchActs, watchActs } from './watch-acts.ts';

/** Running imports, files imported before, and typed reports. */
export interface IntakeState extends ProfileActs, WatchActs {
  settings: ImportSettings;
  jobs: readonly ImportJob[];
  batches: readonly Batch[];
  quarantine: { batch: Batch; refusals: readonly Refusal[]; rows: readonly RefusedRow[] } | null;
  /** What is still wrong with a row that was to be taken in, by its number. */
  wrong: { row: number; failure: Failure } | null;
  failure: Failure | null;
  set: (change: Partial<ImportSettings>) => void;
  importFiles: (files: readonly File[]) => Promise<void>;
  cancel: (id: number) => void;
  dismiss: (id: number) => void;
  /** Imports a refused file, or one that was tried, again without its refused rows. */
  importGoodRows: (id: number) => Promise<void>;
  loadBatches: () => Promise<void>;
  showRefusals: (batch: Batch | null) => Promise<void>;
  /** Takes a mended row in. @returns whether it was */
  takeInRow: (row: number, text: string) => Promise<boolean>;
  /** The refused rows as a file; null with the reason in `failure`. */
  refusedFile: () => Promise<{ file: Blob; rows: number; isCut: boolean } | null>;
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
    const files = new Map<number, { file: File; settings: ImportSettings }>();
    let lastId = 0;
    let queue = Promise.resolve();
    const patch = (id: number, change: Partial<ImportJob>) =>
      set({ jobs: get().jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) });

    const run = async (id: number, file: File, settings: ImportSettings, signal: AbortSignal) => {
      if (signal.aborted) return;
      try {
        for await (const event of upload(client, file, settings, signal)) {
          if (event.phase === 'done') patch(id, { phase: 'done', result: event.result });
          else if (event.phase === 'tried') patch(id, { phase: 'tried', trial: event.trial });
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

    const begin = (file: File, settings: ImportSettings) => {
      const id = ++lastId;
      const abort = new AbortController();
      aborts.set(id, abort);
      files.set(id, { file, settings });
      set({ jobs: [startJob(id, file), ...get().jobs] });
      queue = queue.then(() => run(id, file, settings, abort.signal));
    };

    return {
      ...profileActs(client, set),
      ...watchActs(client, set),
      settings: { format: null, profile: null, keepGood: false, dryRun: false },
      jobs: [],
      batches: [],
      quarantine: null,
      wrong: null,
      failure: null,
      set: (change) => set({ settings: { ...get().settings, ...change } }),

      // Files are imported one after the other: they share one disk, and the reports keep the chosen order.
      importFiles: async (chosen) => {
        for (const file of chosen) begin(file, get().settings);
        await queue;
      },

      cancel: (id) => {
        aborts.get(id)?.abort(new DOMException('cancelled', 'AbortError'));
        if (get().jobs.find((job) => job.id === id)?.phase === 'waiting') patch(id, { phase: 'cancelled' });
      },

      dismiss: (id) => {
        set({ jobs: get().jobs.filter((job) => job.id !== id || isRunning(job)) });
        if (!get().jobs.some((job) => job.id === id)) files.delete(id);
      },

      importGoodRows: async (id) => {
        const kept = files.get(id);
        if (kept === undefined) return;
        get().dismiss(id);
        begin(kept.file, { ...kept.settings, keepGood: true, dryRun: false });
        await queue;
      },

      loadBatches: async () => {
        try {
          set({ batches: await client.intake.batches() });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      showRefusals: async (batch) => {
        set({ wrong: null });
        if (batch === null) return set({ quarantine: null });
        try {
          const [refusals, rows] = await Promise.all([
            client.intake.refusals({ batch: batch.id, limit: 1000 }),
            client.intake.refusedRows({ batch: batch.id, limit: 1000 }),
          ]);
          set({ quarantine: { batch, refusals, rows } });
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

      takeInRow: async (row, text) => {
        const { quarantine } = get();
        if (quarantine === null) return false;
        set({ wrong: null });
        try {
          await client.intake.takeInRow({ batch: quarantine.batch.id, row, text });
        } catch (error) {
          set({ wrong: { row, failure: failureOf(error) } });
          return false;
        }
        await get().showRefusals(quarantine.batch);
        await get().loadBatches();
        return true;
      },

      refusedFile: async () => {
        const { quarantine } = get();
        if (quarantine === null) return null;
        try {
          return await client.intake.refusedFile({ batch: quarantine.batch.id });
        } catch (error) {
          set({ failure: failureOf(error) });
          return null;
        }
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
