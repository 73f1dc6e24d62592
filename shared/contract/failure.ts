import { z } from 'zod';
import { Duty } from '../domain/duty.ts';
import { Refusal } from '../domain/refusal.ts';
import { Instant } from '../domain/report.ts';
import { Conflict } from './conflict.ts';
import { Damage } from './damage.ts';
import { Missing } from './missing.ts';

/**
 * The closed set of failures a procedure can answer with. Input that does not fit a procedure's schema is answered with
 * oRPC's own `BAD_REQUEST` and its issues before any handler runs.
 */
export const failures = {
  /** The vault is locked or absent; unlock first. */
  LOCKED: {},
  /** The person's role does not have the duty. */
  NOT_PERMITTED: { data: z.object({ duty: Duty }) },
  /** The input was refused; nothing was changed. */
  REFUSED: { data: z.object({ refusals: z.array(Refusal) }) },
  /** It does not exist, or no longer. */
  NOT_FOUND: { data: Missing },
  /** The present state does not allow it; the reason says why. */
  CONFLICT: { data: Conflict },
  /** Stored bytes are damaged or were changed. */
  INTEGRITY: { data: Damage },
  /** Another instance holds the vault. */
  IN_USE: { data: z.object({ vault: z.string() }) },
  /** Wrong passphrase, code or recovery key, or another workstation; `retryInMs` until the next try is accepted. */
  WRONG_PASSPHRASE: { data: z.object({ retryInMs: z.number() }) },
  /** Too soon after wrong tries; the secret was not checked. */
  SLOW_DOWN: { data: z.object({ retryInMs: z.number() }) },
  /** The day's duty time is over; extend it with a reason or stop for today. */
  DUTY_TIME_OVER: { data: z.object({ workedMs: z.number(), limitMs: z.number() }) },
  /** The policy asks for a rest now, or the person is taking it; `endsAt` is null where it has not begun. */
  REST_DUE: { data: z.object({ minutes: z.number(), endsAt: Instant.nullable() }) },
  /** The disk could not be written (full, read-only, broken). Nothing was changed. */
  STORAGE: { data: z.object({ problem: z.string() }) },
} as const;

type Declared = typeof failures;

/** A failure as a value: its code and the data that the contract declares for it. */
export type FailureCause = {
  [Code in keyof Declared]: Declared[Code] extends { data: infer Data extends z.ZodType }
    ? { code: Code; data: z.output<Data> }
    : { code: Code };
}[keyof Declared];

/** The failure with this code and data, or null where the contract does not declare it. */
export function failureCauseOf(code: string, data: unknown): FailureCause | null {
  if (!isFailureCode(code)) return null;
  const declared: { data?: z.ZodType } = failures[code];
  if (declared.data === undefined) return { code } as FailureCause;
  const parsed = declared.data.safeParse(data);
  return parsed.success ? ({ code, data: parsed.data } as FailureCause) : null;
}

const isFailureCode = (code: string): code is keyof Declared => Object.hasOwn(failures, code);
