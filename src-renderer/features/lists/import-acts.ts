import type { ListImportProgress } from '../../../shared/contract/lists.contract.ts';
import { failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { streamFiles } from '../intake/index.ts';
import type { ImportOrder } from './import-form.ts';
import { isRunning, jobAfter, type ListJob, startJob } from './list-job.ts';
import type { ImportingActs, ListsBench, ListsClient } from './lists-state.ts';

/** Imports lists, and keeps the column choices of earlier imports. */
export function importActs({ client, set, get }: ListsBench): ImportingActs {
  const aborts = new Map<number, AbortController>();
  let lastId = 0;
  const patch = (id: number, change: (job: ListJob) => ListJob) =>
    set({ jobs: get().jobs.map((job) => (job.id === id ? change(job) : job)) });
  const loadMappings = async () => {
    try {
      set({ mappings: await client.lists.mappings() });
    } catch (error) {
      set({ failure: failureOf(error) });
    }
  };
  return {
    jobs: [],
    mappings: [],

    startImport: async (order) => {
      const id = ++lastId;
      const abort = new AbortController();
      aborts.set(id, abort);
      set({ jobs: [startJob(id, order), ...get().jobs] });
      try {
        for await (const event of uploadList(client, order, abort.signal))
          patch(id, (job) => jobAfter(job, event));
      } catch (error) {
        if (abort.signal.aborted) patch(id, (job) => ({ ...job, phase: 'cancelled' }));
        else patch(id, (job) => ({ ...job, phase: 'failed', failure: failureOf(error) }));
      } finally {
        aborts.delete(id);
        await get().load();
      }
    },

    cancelImport: (id) => aborts.get(id)?.abort(new DOMException('cancelled', 'AbortError')),

    dismissImport: (id) => set({ jobs: get().jobs.filter((job) => job.id !== id || isRunning(job)) }),

    loadMappings,

    saveMapping: async (name, mapping) => {
      try {
        await client.lists.saveMapping({ command: newCommand(), name, mapping });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
      await loadMappings();
    },

    removeMapping: async (name) => {
      try {
        await client.lists.removeMapping({ command: newCommand(), name });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
      await loadMappings();
    },
  };
}

/** Announces the files and sends them; aborting before the end changes nothing. */
async function* uploadList(
  client: ListsClient,
  order: ImportOrder,
  signal: AbortSignal,
): AsyncGenerator<ListImportProgress> {
  const { list, mode, reading, asOf, files } = order;
  const { upload } = await client.lists.open({
    list,
    mode,
    reading,
    ...(asOf === null ? {} : { asOf }),
    files: files.map(({ name, size }) => ({ name: name.slice(0, 255), sizeBytes: size })),
  });
  yield* streamFiles<ListImportProgress>(
    {
      files,
      append: (bytes) => client.lists.append({ upload, bytes }),
      run: () => client.lists.run({ upload }),
      cancel: () => client.lists.cancel({ upload }),
      isReversible: isRunning,
    },
    signal,
  );
}
