import { ORPCError } from '@orpc/client';
import { type FailureCause, failureCauseOf } from '../../shared/contract/failure.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { ConnectionLost } from './renewable-link.ts';

/** What went wrong, as a value the page can put into words: what the engine answers with, and what ends a call before it does. */
export type Failure =
  | FailureCause
  | { code: 'CONNECTION' }
  /** What was entered does not fit the contract. */
  | { code: 'BAD_REQUEST' }
  /** `problem` is the error's own message, where it has one. */
  | { code: 'UNEXPECTED'; data: { problem: string | null } };

/** Reads whatever a call threw. Unknown errors become `UNEXPECTED` and keep their message. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ConnectionLost) return { code: 'CONNECTION' };
  if (error instanceof ORPCError) {
    if (error.code === 'BAD_REQUEST') return { code: 'BAD_REQUEST' };
    const cause = failureCauseOf(error.code, error.data);
    if (cause !== null) return cause;
  }
  return { code: 'UNEXPECTED', data: { problem: error instanceof Error ? error.message : null } };
}

export const refusalsIn = (failure: Failure): readonly Refusal[] =>
  failure.code === 'REFUSED' ? failure.data.refusals : [];

/** How long to wait before trying again, where the engine says so. */
export const retryInMs = (failure: Failure): number =>
  failure.code === 'WRONG_PASSPHRASE' || failure.code === 'SLOW_DOWN' ? failure.data.retryInMs : 0;

/** Whether what was asked for is hidden until the person has reviewed the case themselves. */
export const isWithheld = (failure: Failure): boolean =>
  failure.code === 'CONFLICT' && failure.data.reason === 'waits-for-second-review';
