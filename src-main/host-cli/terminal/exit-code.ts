import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import type { Conflict } from '../../../shared/contract/conflict.ts';
import { type FailureCause, failureCauseOf } from '../../../shared/contract/failure.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { Failure } from '../../engine/storage/failure.ts';
import { detailText, issueText } from './detail-text.ts';
import { filled } from './filled.ts';

/** The meaning of exit codes, which scripts may rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, notPermitted: 4, integrity: 5 } as const;

/** Thrown where a command was called wrongly. */
export class UsageError extends Error {}

/** Thrown where the command did its work and found a ledger, proof or file invalid. */
export class IntegrityError extends Error {}

/** oRPC's answer to input that does not fit a procedure's schema. */
const Issues = z
  .object({
    issues: z.array(
      z.object({
        message: z.string(),
        path: z.array(z.unknown()).optional(),
        params: z.unknown().optional(),
      }),
    ),
  })
  .catch({ issues: [] });

/** Thrown where access is denied, with a text other than the engine's. */
export class NotPermittedError extends Error {}

export interface Told {
  exit: number;
  /** One line for each item. */
  words: string[];
  refusals: Refusal[];
}

/** Translates an error into text and an exit code. */
export function tellError(error: unknown): Told {
  if (error instanceof UsageError) return { exit: EXIT.usage, words: [error.message], refusals: [] };
  if (error instanceof IntegrityError) return { exit: EXIT.integrity, words: [error.message], refusals: [] };
  if (error instanceof NotPermittedError) {
    return { exit: EXIT.notPermitted, words: [error.message], refusals: [] };
  }
  if (error instanceof Failure) return tellCause(error.failure);
  if (!(error instanceof ORPCError)) {
    return {
      exit: EXIT.failed,
      words: [error instanceof Error ? error.message : String(error)],
      refusals: [],
    };
  }
  if (error.code === 'BAD_REQUEST') {
    const { issues } = Issues.parse(error.data);
    const words = issues.map((issue) => `${(issue.path ?? []).join('.')}: ${issueText(issue)}`);
    return { exit: EXIT.refused, words, refusals: [] };
  }
  const cause = failureCauseOf(error.code, error.data);
  return cause === null ? { exit: EXIT.failed, words: [error.message], refusals: [] } : tellCause(cause);
}

function tellCause(cause: FailureCause): Told {
  const told = (exit: number, words: string): Told => ({ exit, words: [words], refusals: [] });
  switch (cause.code) {
    case 'REFUSED': {
      const { refusals } = cause.data;
      return { exit: EXIT.refused, words: refusals.map(refusalText), refusals };
    }
    case 'NOT_FOUND':
      return told(EXIT.refused, filled(en.failure.notFound[cause.data.what], cause.data));
    case 'CONFLICT':
      return told(EXIT.refused, filled(en.failure.conflict[cause.data.reason], conflictValues(cause.data)));
    case 'NOT_PERMITTED':
      return told(EXIT.notPermitted, `your role may not ${cause.data.duty}`);
    case 'WRONG_PASSPHRASE':
      return told(
        EXIT.notPermitted,
        'the passphrase does not open the vault for this person on this workstation',
      );
    case 'SLOW_DOWN':
      return told(
        EXIT.notPermitted,
        `too many wrong tries; try again in ${Math.ceil(cause.data.retryInMs / 1000)} s`,
      );
    case 'DUTY_TIME_OVER':
      return told(
        EXIT.notPermitted,
        `the day's duty time is over after ${Math.floor(cause.data.workedMs / 60_000)} minutes`,
      );
    case 'REST_DUE':
      return told(
        EXIT.notPermitted,
        cause.data.endsAt === null
          ? `the policy asks for a rest of ${cause.data.minutes} minutes now`
          : `you are resting until ${cause.data.endsAt}`,
      );
    case 'LOCKED':
      return told(EXIT.notPermitted, 'the vault is locked');
    case 'INTEGRITY':
      return told(EXIT.integrity, filled(en.failure.integrity[cause.data.problem], cause.data));
    case 'IN_USE':
      return told(EXIT.failed, 'the vault is open in another Hashline; close that one first');
    case 'STORAGE':
      return told(EXIT.failed, `the disk refused: ${cause.data.problem}`);
  }
}

/** The values of the text about a conflict. */
const conflictValues = (conflict: Conflict): Readonly<Record<string, unknown>> =>
  conflict.reason === 'index-unusable' ? { fault: conflict.fault.words } : conflict;

/**
 * The refused rows for an answer in JSON; also sets the exit code.
 * @throws the error itself where it is any other, or JSON was not requested: it is then reported as text
 */
export function refusedRows(
  shell: { exit: number },
  error: unknown,
  { json }: { json?: boolean },
): Refusal[] {
  const { exit, refusals } = tellError(error);
  if (exit !== EXIT.refused || refusals.length === 0 || !json) throw error;
  shell.exit = EXIT.refused;
  return refusals;
}

export const refusalText = ({ row, line, field, reason, detail }: Refusal): string =>
  [
    row === null ? 'the file' : `row ${row}`,
    line === undefined ? null : `line ${line}`,
    field,
    `${reason}: ${detailText(detail)}`,
  ]
    .filter(Boolean)
    .join(', ');
