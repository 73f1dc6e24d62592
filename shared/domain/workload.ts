import { z } from 'zod';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A person who stops at the limit has slightly exceeded it, because the clock learns of work once a minute. */
const GRACE_MS = 2 * MINUTE_MS;
/** A draft that was saved last longer ago than this counts as old. */
export const OLD_DRAFT_MS = 24 * HOUR_MS;
/** With fewer days and cases, a pace says more about the cases than about the work, so it is not shown. */
export const PACE_FROM_DAYS = 5;
export const PACE_FROM_CASES = 20;

/** The work of one person on one day, as the duty clock counted it. */
export interface WorkedDay {
  /** The day in UTC. */
  day: string;
  workedMs: number;
  extendedMs: number;
}

/** A day of duty as it is shown: whole minutes, against the limit, without any detail within the day. */
export const DutyDay = z.object({
  day: z.iso.date(),
  minutes: z.number().int(),
  overLimit: z.boolean(),
  /** The person gave a reason for continuing. */
  extended: z.boolean(),
});
export type DutyDay = z.infer<typeof DutyDay>;

export const dutyDay = ({ day, workedMs, extendedMs }: WorkedDay, limitMinutes: number): DutyDay => ({
  day,
  minutes: Math.floor(workedMs / MINUTE_MS),
  overLimit: workedMs > limitMinutes * MINUTE_MS + GRACE_MS,
  extended: extendedMs > 0,
});

/**
 * Cases decided per hour of duty, to one decimal.
 * @param days only days that are over
 * @param cases decided on those days
 * @returns null for small numbers
 */
export function paceOf(days: readonly WorkedDay[], cases: number): number | null {
  const workedMs = days.reduce((sum, day) => sum + day.workedMs, 0);
  const enough = days.length >= PACE_FROM_DAYS || cases >= PACE_FROM_CASES;
  if (!enough || workedMs < MINUTE_MS) return null;
  return Math.round((cases / (workedMs / HOUR_MS)) * 10) / 10;
}

/** Whether a person exceeded the limit today or yesterday. After an earlier day they have had time to rest. */
export function needsBreak(days: readonly DutyDay[], today: string): boolean {
  const yesterday = new Date(Date.parse(today) - 24 * HOUR_MS).toISOString().slice(0, 10);
  return days.some(({ day, overLimit }) => overLimit && (day === today || day === yesterday));
}
