import type { Conflict } from '../../../shared/contract/conflict.ts';
import type { Damage } from '../../../shared/contract/damage.ts';
import type { FailureCause } from '../../../shared/contract/failure.ts';
import type { Missing } from '../../../shared/contract/missing.ts';

/** The failure that an error of the system's files is (full, read-only, gone), or null for any other error. */
export function storageFailure(error: unknown): Failure | null {
  const ofSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return ofSystem ? new Failure({ code: 'STORAGE', data: { problem: error.message } }) : null;
}

/** Everything that can go wrong by design, as the contract names it. */
export class Failure extends Error {
  readonly failure: FailureCause;

  constructor(cause: FailureCause) {
    super('data' in cause ? `${cause.code} ${JSON.stringify(cause.data)}` : cause.code);
    this.name = 'Failure';
    this.failure = cause;
  }
}

/** What is there and what was asked for do not go together. */
export const conflict = (data: Conflict): Failure => new Failure({ code: 'CONFLICT', data });

export const notFound = (data: Missing): Failure => new Failure({ code: 'NOT_FOUND', data });

/** What is stored is not what it must be. */
export const damaged = (data: Damage): Failure => new Failure({ code: 'INTEGRITY', data });
