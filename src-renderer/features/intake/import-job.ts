import type {
  ImportResult,
  ImportStep,
  ImportTrial,
  IntakeFormat,
} from '../../../shared/contract/intake.contract.ts';
import { type Failure, refusalsIn } from '../../transport/failure.ts';

/** The import of one file. */
export interface ImportJob {
  id: number;
  name: string;
  sizeBytes: number;
  phase: 'waiting' | 'reading' | 'storing' | 'trying' | 'tried' | 'done' | 'cancelled' | 'failed';
  progress: ImportStep | null;
  result: ImportResult | null;
  /** What importing the file would do. */
  trial: ImportTrial | null;
  failure: Failure | null;
}

export interface ImportSettings {
  format: IntakeFormat | null;
  /** The name of the profile that tables are read with; instead of a format. */
  profile: string | null;
  keepGood: boolean;
  /** Files are tried first. */
  dryRun: boolean;
}

export const startJob = (id: number, file: Pick<File, 'name' | 'size'>): ImportJob => ({
  id,
  name: file.name.slice(0, 255),
  sizeBytes: file.size,
  phase: 'waiting',
  progress: null,
  result: null,
  trial: null,
  failure: null,
});

export const isRunning = (job: ImportJob): boolean =>
  job.phase === 'waiting' || job.phase === 'reading' || job.phase === 'storing' || job.phase === 'trying';

/** Whether the import can be cancelled, which is possible until storing begins. */
export const canCancel = (job: ImportJob): boolean => isRunning(job) && job.phase !== 'storing';

/** Whether a file was refused for rows of it alone, so that its other rows can be taken in. */
export const canKeepGood = (job: ImportJob): boolean =>
  job.failure !== null &&
  (job.progress?.rows ?? 0) > 0 &&
  refusalsIn(job.failure).length > 0 &&
  refusalsIn(job.failure).every(({ row }) => row !== null);

/** The progress of a job: bytes while reading, rows while storing. */
export function shareDone(job: ImportJob): { value: number | null; max: number } {
  const { progress } = job;
  if (job.phase === 'done' || job.phase === 'tried') return { value: 1, max: 1 };
  if (progress === null) return { value: 0, max: 1 };
  return progress.phase !== 'reading' && progress.totalRows !== null
    ? { value: progress.rows, max: progress.totalRows }
    : { value: progress.bytes, max: progress.totalBytes };
}
