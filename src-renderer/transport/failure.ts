import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { failures, WAITS_FOR_SECOND_REVIEW } from '../../shared/contract/failure.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { ConnectionLost } from './renewable-link.ts';

/** What went wrong, as a value the page can put into words. */
export interface Failure {
  code: keyof typeof failures | 'CONNECTION' | 'BAD_REQUEST' | 'UNEXPECTED' | 'WITHHELD';
  /** The engine's own words, where it has any. */
  detail: string | null;
  refusals: readonly Refusal[];
  /** How long to wait before trying again, where the engine says so. */
  retryInMs: number | null;
}

/** Reads whatever a call threw. Unknown errors become `UNEXPECTED` and keep their message. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ConnectionLost)
    return { code: 'CONNECTION', detail: null, refusals: [], retryInMs: null };
  if (!(error instanceof ORPCError)) {
    return {
      code: 'UNEXPECTED',
      detail: error instanceof Error ? error.message : null,
      refusals: [],
      retryInMs: null,
    };
  }
  const code = KNOWN.safeParse(error.code);
  const retry = Retry.safeParse(error.data);
  const words = wordsOf(error.data);
  if (words === WAITS_FOR_SECOND_REVIEW)
    return { code: 'WITHHELD', detail: null, refusals: [], retryInMs: null };
  const refused = failures.REFUSED.data.safeParse(error.data);
  return {
    code: code.success ? code.data : 'UNEXPECTED',
    detail: code.success ? words : error.message,
    refusals: refused.success ? refused.data.refusals : [],
    retryInMs: retry.success ? retry.data.retryInMs : null,
  };
}

const KNOWN = z.enum([
  'LOCKED',
  'NOT_PERMITTED',
  'REFUSED',
  'NOT_FOUND',
  'CONFLICT',
  'INTEGRITY',
  'IN_USE',
  'WRONG_PASSPHRASE',
  'STORAGE',
  'SLOW_DOWN',
  'DUTY_TIME_OVER',
  'BAD_REQUEST',
]);

const Retry = z.object({ retryInMs: z.number() });

const Words = z.union([
  z.object({ reason: z.string() }).transform((data) => data.reason),
  z.object({ problem: z.string() }).transform((data) => data.problem),
  z.object({ what: z.string() }).transform((data) => data.what),
]);

function wordsOf(data: unknown): string | null {
  const words = Words.safeParse(data);
  return words.success ? words.data : null;
}
