import { z } from 'zod';
import { Duty } from '../domain/duty.ts';
import { Refusal } from '../domain/refusal.ts';

/**
 * The closed set of failures a procedure can answer with. Input that does not fit a procedure's schema is answered
 * with oRPC's own `BAD_REQUEST` and its issues before any handler runs.
 */
export const failures = {
  /** The vault is locked or absent; unlock first. */
  LOCKED: {},
  /** The person's role does not have the duty. */
  NOT_PERMITTED: { data: z.object({ duty: Duty }) },
  /** What came in was refused; nothing was changed. */
  REFUSED: { data: z.object({ refusals: z.array(Refusal) }) },
  NOT_FOUND: { data: z.object({ what: z.string() }) },
  /** The state of things does not allow it (already exists, already decided otherwise). */
  CONFLICT: { data: z.object({ reason: z.string() }) },
  /** Stored bytes are not what they must be. */
  INTEGRITY: { data: z.object({ problem: z.string() }) },
  /** Another instance holds the vault. */
  IN_USE: { data: z.object({ vault: z.string() }) },
  /** Wrong passphrase, code or recovery key, or another workstation; `retryInMs` until the next try is looked at. */
  WRONG_PASSPHRASE: { data: z.object({ retryInMs: z.number() }) },
  /** Too soon after wrong tries; nothing was looked at. */
  SLOW_DOWN: { data: z.object({ retryInMs: z.number() }) },
  /** The day's duty time is over; extend it with a reason or stop for today. */
  DUTY_TIME_OVER: { data: z.object({ workedMs: z.number(), limitMs: z.number() }) },
  /** The disk refused (full, read-only, broken): nothing was half-done. */
  STORAGE: { data: z.object({ problem: z.string() }) },
} as const;

/** The reason of a CONFLICT where what somebody asks for would tell them what they are to judge themselves. */
export const WAITS_FOR_SECOND_REVIEW = 'this case waits for a second review';
