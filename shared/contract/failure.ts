import { z } from 'zod';
import { Duty } from '../domain/duty.ts';
import { Refusal } from '../domain/refusal.ts';
import { Conflict } from './conflict.ts';
import { Damage } from './damage.ts';
import { Missing } from './missing.ts';

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
  /** It is not there, or not any more. */
  NOT_FOUND: { data: Missing },
  /** The state of things does not allow it; the reason says what it is. */
  CONFLICT: { data: Conflict },
  /** Stored bytes are not what they must be. */
  INTEGRITY: { data: Damage },
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

type Declared = typeof failures;

/** A failure as a value: its code and what the contract declares to go with it. */
export type FailureCause = {
  [Code in keyof Declared]: Declared[Code] extends { data: infer Data extends z.ZodType }
    ? { code: Code; data: z.output<Data> }
    : { code: Code };
}[keyof Declared];

/** The failure with this code and data, or null where the contract declares no such thing. */
export function failureCauseOf(code: string, data: unknown): FailureCause | null {
  if (!isFailureCode(code)) return null;
  const declared: { data?: z.ZodType } = failures[code];
  if (declared.data === undefined) return { code } as FailureCause;
  const parsed = declared.data.safeParse(data);
  return parsed.success ? ({ code, data: parsed.data } as FailureCause) : null;
}

const isFailureCode = (code: string): code is keyof Declared => Object.hasOwn(failures, code);
