import { z } from 'zod';
import { procedure } from './failure.ts';

const Count = z.number().int();

/** The figures of a period, countable at any time (domain.md, What must be countable). */
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
  daysToDelivery: z.record(z.enum(['0', '1', '2', '3', '4-5', '6+']), Count),
  overdue: z.object({ review: Count, referral: Count }),
});
export type Summary = z.infer<typeof Summary>;

export const insightContract = {
  /** Of everything received from `from` up to, not including, `to` (dates, UTC); without them of everything. */
  summary: procedure
    .input(z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }))
    .output(Summary),
};
