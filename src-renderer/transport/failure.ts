import { ORPCError } from '@orpc/client';
import { type FailureCause, failureCauseOf } from '../../shared/contract/failure.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { ConnectionLost } from './renewable-link.ts';

/**
 * A failure as a value that the page can put into words: an answer of the engine, or what ended the call before one
 * came.
 */
export type Failure =
  | FailureCause
  | { code: 'CONNECTION' }
  /** The input does not match the contract. */
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

/** Whether the case or entry is hidden until the person has reviewed the case themselves. */
export const isWithheld = (failure: Failure): boolean =>
  failure.code === 'CONFLICT' && failure.data.reason === 'waits-for-second-review';
