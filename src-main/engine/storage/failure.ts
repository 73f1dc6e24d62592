import type { Conflict } from '../../../shared/contract/conflict.ts';
import type { Damage } from '../../../shared/contract/damage.ts';
import type { FailureCause } from '../../../shared/contract/failure.ts';
import type { Missing } from '../../../shared/contract/missing.ts';

/** The failure that corresponds to a file error (full, read-only, gone), or null for any other error. */
export function storageFailure(error: unknown): Failure | null {
  const ofSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return ofSystem ? new Failure({ code: 'STORAGE', data: { problem: error.message } }) : null;
}

/** What keeps a disk from being written, or null for any other error. */
export function storageProblem(error: unknown): string | null {
  const failure = error instanceof Failure ? error : storageFailure(error);
  return failure?.failure.code === 'STORAGE' ? failure.failure.data.problem : null;
}

/** Every expected failure, as the contract names it. */
export class Failure extends Error {
  readonly failure: FailureCause;

  constructor(cause: FailureCause) {
    super('data' in cause ? `${cause.code} ${JSON.stringify(cause.data)}` : cause.code);
    this.name = 'Failure';
    this.failure = cause;
  }
}

/** The failure of a request that does not fit the present state. */
export const conflict = (data: Conflict): Failure => new Failure({ code: 'CONFLICT', data });

export const notFound = (data: Missing): Failure => new Failure({ code: 'NOT_FOUND', data });

/** The failure of stored bytes that are not as they must be. */
export const damaged = (data: Damage): Failure => new Failure({ code: 'INTEGRITY', data });
