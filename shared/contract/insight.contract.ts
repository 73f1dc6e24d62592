import { z } from 'zod';
import { Role } from '../domain/duty.ts';
import { Figures } from '../domain/figures/figures.ts';
import { PersonId } from '../domain/ids.ts';
import { DayBucket } from '../domain/takedown.ts';
import { DutyDay } from '../domain/workload.ts';
import { repeatable } from './procedure.ts';

const Count = z.number().int();

/** The figures of a period, counted whenever they are asked for. */
export const Summary = z.object({
  reports: Count,
  subjects: Count,
  cases: z.object({
    total: Count,
    byState: z.record(z.string(), Count),
    byKind: z.record(z.string(), Count),
  }),
  duplicates: Count,
  assessments: z.object({
    total: Count,
    byCategory: z.record(z.string(), Count),
    byLegality: z.record(z.string(), Count),
  }),
  referrals: z.object({ byDestination: z.record(z.string(), Count), byState: z.record(z.string(), Count) }),
  /** Counts of referrals by whole days from receipt to delivery: same day, 1, 2, 3, 4-5, 6+. */
  daysToDelivery: z.record(DayBucket, Count),
  /**
   * Counts of referred cases by whole days from receipt to the first statement that the material cannot be reached, by
   * a desk or typed by a person; where it moved, after that.
   */
  daysToRemoval: z.record(DayBucket, Count),
  overdue: z.object({ review: Count, referral: Count }),
});
export type Summary = z.infer<typeof Summary>;

/** From `from` until before `to` (dates, UTC). */
const LoadPeriod = z.strictObject({ from: z.iso.date(), to: z.iso.date() });
export type LoadPeriod = z.infer<typeof LoadPeriod>;

/** The workload of one person. Nothing else is ever shown about a person's work (docs/load.md). */
export const PersonLoad = z.object({
  person: z.object({ id: PersonId, name: z.string(), role: Role }),
  /** Cases they assessed in the period. */
  decided: Count,
  /** Of these, cases whose first assessment came after the deadline. */
  decidedLate: Count,
  /** Waiting cases that they claimed. */
  claimed: Count,
  /** Waiting cases that a supervisor assigned to them. */
  given: Count,
  /** Unfinished assessments that were saved last more than `OLD_DRAFT_MS` ago. */
  oldDrafts: Count,
  /** Cases per hour of duty, over whole days; null where there are too few days and cases. */
  pace: z.number().nullable(),
  /** The days of the period on which they worked, in order. */
  days: z.array(DutyDay),
  needsBreak: z.boolean(),
});
export type PersonLoad = z.infer<typeof PersonLoad>;

/** Everyone's workload by name; no other order exists. */
export const TeamLoad = z.object({ limitMinutes: Count, people: z.array(PersonLoad) });
export type TeamLoad = z.infer<typeof TeamLoad>;

export const OwnLoad = z.object({
  limitMinutes: Count,
  own: PersonLoad,
  /** How often they asked for something lighter: shown to them alone. */
  lighter: Count,
});
export type OwnLoad = z.infer<typeof OwnLoad>;

/** Whole days (UTC), both included. */
const FiguresPeriod = z.strictObject({ from: z.iso.date(), through: z.iso.date() });

export const insightContract = {
  /**
   * The figures of a period that follow from the record (docs/figures.md), with the receipt of cases and the providers
   * of notices from the vault. `size`: only the first so many entries are counted.
   */
  figures: repeatable('read-statistics')
    .input(FiguresPeriod.extend({ size: Count.nonnegative().optional() }))
    .output(Figures),
  /** Figures of everything received from `from` until before `to` (dates, UTC), or without them of everything. */
  summary: repeatable('read-statistics')
    .input(z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }))
    .output(Summary),
  /** The workload of everyone who works on cases, for the supervisor who distributes work. */
  load: repeatable('oversee').input(LoadPeriod).output(TeamLoad),
  /** The same row about the person at the workstation: no one is measured without being able to see it. */
  ownLoad: repeatable('work').input(LoadPeriod).output(OwnLoad),
};
