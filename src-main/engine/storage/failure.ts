import type { Duty } from '../../../shared/domain/duty.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';

/** Everything that can go wrong by design, as the contract names it (shared/contract/failure.ts). */
export type FailureCause =
  | { code: 'LOCKED' }
  | { code: 'NOT_PERMITTED'; data: { duty: Duty } }
  | { code: 'REFUSED'; data: { refusals: Refusal[] } }
  | { code: 'NOT_FOUND'; data: { what: string } }
  | { code: 'CONFLICT'; data: { reason: string } }
  | { code: 'INTEGRITY'; data: { problem: string } }
  | { code: 'IN_USE'; data: { vault: string } }
  | { code: 'WRONG_PASSPHRASE'; data: { retryInMs: number } }
  | { code: 'SLOW_DOWN'; data: { retryInMs: number } }
  | { code: 'DUTY_TIME_OVER'; data: { workedMs: number; limitMs: number } }
  | { code: 'STORAGE'; data: { problem: string } };

/** The failure that an error of the system's files is (full, read-only, gone), or null for any other error. */
export function storageFailure(error: unknown): Failure | null {
  const ofSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return ofSystem ? new Failure({ code: 'STORAGE', data: { problem: error.message } }) : null;
}

export class Failure extends Error {
  readonly failure: FailureCause;

  constructor(cause: FailureCause) {
    super('data' in cause ? `${cause.code} ${JSON.stringify(cause.data)}` : cause.code);
    this.name = 'Failure';
    this.failure = cause;
  }
}

/** What is there and what was asked for do not go together. */
export const conflict = (reason: string): Failure => new Failure({ code: 'CONFLICT', data: { reason } });

export const notFound = (what: string): Failure => new Failure({ code: 'NOT_FOUND', data: { what } });
