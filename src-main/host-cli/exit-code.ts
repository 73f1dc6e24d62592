import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { Refusal } from '../../shared/domain/refusal.ts';

/** What the exit code of a command means; part of the promise to scripts. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, notPermitted: 4, integrity: 5 } as const;

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** The command did its work and the answer is that something does not hold. */
export class IntegrityError extends Error {}

const Data = z
  .object({
    refusals: z.array(Refusal),
    what: z.string(),
    reason: z.string(),
    problem: z.string(),
    duty: z.string(),
    vault: z.string(),
    retryInMs: z.number(),
    workedMs: z.number(),
    issues: z.array(z.object({ message: z.string(), path: z.array(z.unknown()).optional() })),
  })
  .partial()
  .catch({});

/** The door stays closed, in other words than the engine's. */
export class NotPermittedError extends Error {}

export interface Told {
  exit: number;
  /** One line a thing. */
  words: string[];
  refusals: Refusal[];
}

/** Puts an error into words and an exit code. */
export function tellError(error: unknown): Told {
  if (error instanceof UsageError) return { exit: EXIT.usage, words: [error.message], refusals: [] };
  if (error instanceof IntegrityError) return { exit: EXIT.integrity, words: [error.message], refusals: [] };
  if (error instanceof NotPermittedError) {
    return { exit: EXIT.notPermitted, words: [error.message], refusals: [] };
  }
  if (!(error instanceof ORPCError)) {
    return {
      exit: EXIT.failed,
      words: [error instanceof Error ? error.message : String(error)],
      refusals: [],
    };
  }
  const data = Data.parse(error.data ?? {});
  const told = (exit: number, ...words: string[]): Told => ({ exit, words, refusals: data.refusals ?? [] });
  switch (error.code) {
    case 'REFUSED':
      return told(EXIT.refused, ...(data.refusals ?? []).map(refusalText));
    case 'BAD_REQUEST':
      return told(
        EXIT.refused,
        ...(data.issues ?? []).map((issue) => `${(issue.path ?? []).join('.')}: ${issue.message}`),
      );
    case 'NOT_FOUND':
      return told(EXIT.refused, `not found: ${data.what}`);
    case 'CONFLICT':
      return told(EXIT.refused, data.reason ?? 'this is not possible now');
    case 'NOT_PERMITTED':
      return told(EXIT.notPermitted, `your role may not ${data.duty}`);
    case 'WRONG_PASSPHRASE':
      return told(
        EXIT.notPermitted,
        'the passphrase does not open the vault for this person on this workstation',
      );
    case 'SLOW_DOWN':
      return told(
        EXIT.notPermitted,
        `too many wrong tries; try again in ${Math.ceil((data.retryInMs ?? 0) / 1000)} s`,
      );
    case 'DUTY_TIME_OVER':
      return told(
        EXIT.notPermitted,
        `the day's duty time is over after ${Math.floor((data.workedMs ?? 0) / 60_000)} minutes`,
      );
    case 'LOCKED':
      return told(EXIT.notPermitted, 'the vault is locked');
    case 'INTEGRITY':
      return told(EXIT.integrity, data.problem ?? 'stored data is damaged');
    case 'IN_USE':
      return told(EXIT.failed, 'the vault is open in another Hashline; close that one first');
    case 'STORAGE':
      return told(EXIT.failed, `the disk refused: ${data.problem}`);
    default:
      return told(EXIT.failed, error.message);
  }
}

/**
 * The refused rows an answer in JSON names; the exit code is set with it.
 * @throws the error itself where it is anything else, or no JSON was asked for: it is told in words then
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

export const refusalText = ({ row, field, reason, detail }: Refusal): string =>
  [row === null ? 'the file' : `row ${row}`, field, `${reason}: ${detail}`].filter(Boolean).join(', ');
