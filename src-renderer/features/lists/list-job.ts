import type { ListImportProgress, ListImportResult } from '../../../shared/contract/lists.contract.ts';
import type { ListRefusal } from '../../../shared/domain/list-record.ts';
import type { Failure } from '../../transport/failure.ts';
import type { ImportOrder } from './import-form.ts';

type Reading = Extract<ListImportProgress, { phase: 'reading' }>;

/** A running or finished import of a list. */
export interface ListJob {
  id: number;
  /** The name of the list. */
  name: string;
  files: number;
  sizeBytes: number;
  phase: 'waiting' | 'reading' | 'sharing' | 'done' | 'refused' | 'cancelled' | 'failed';
  progress: Reading | null;
  /** How many values the other seats were given, and of how many. */
  shared: { done: number; total: number } | null;
  result: ListImportResult | null;
  refused: readonly ListRefusal[];
  refusedTotal: number;
  failure: Failure | null;
}

export const startJob = (id: number, order: ImportOrder): ListJob => ({
  id,
  name: order.name,
  files: order.files.length,
  sizeBytes: order.files.reduce((sum, file) => sum + file.size, 0),
  phase: 'waiting',
  progress: null,
  shared: null,
  result: null,
  refused: [],
  refusedTotal: 0,
  failure: null,
});

/** Whether the import is still running: until it is done nothing is changed, and it can be cancelled. */
export const isRunning = ({ phase }: Pick<ListJob, 'phase'>): boolean =>
  phase === 'waiting' || phase === 'reading' || phase === 'sharing';

/** The job after a message of the engine about its progress. */
export function jobAfter(job: ListJob, event: ListImportProgress): ListJob {
  switch (event.phase) {
    case 'waiting':
      return { ...job, phase: 'waiting' };
    case 'reading':
      return { ...job, phase: 'reading', progress: event };
    case 'sharing':
      return { ...job, phase: 'sharing', shared: { done: event.done, total: event.total } };
    case 'done':
      return { ...job, phase: 'done', result: event.result };
    case 'refused':
      return { ...job, phase: 'refused', refused: event.refused, refusedTotal: event.refusedTotal };
  }
}
