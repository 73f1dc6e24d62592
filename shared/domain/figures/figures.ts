import { z } from 'zod';
import type { DayBucket } from '../takedown.ts';

const Count = z.int().nonnegative();
const Counts = z.record(z.string(), Count);

/** Cases by whole days between two moments; `unknown` where one of them is not known. */
const Days = z.object({
  '0': Count,
  '1': Count,
  '2': Count,
  '3': Count,
  '4-5': Count,
  '6+': Count,
  unknown: Count,
} satisfies Record<DayBucket | 'unknown', typeof Count>);

/** The figures of a period. docs/figures.md defines each of them. */
export const Figures = z.object({
  /** The first and the last day (UTC). */
  period: z.object({ from: z.iso.date(), through: z.iso.date() }),
  reports: z.object({ received: Count, byChannel: Counts, ofUnknownDay: Count }),
  intake: z.object({ files: Count, subjects: Count, refusedRows: Count }),
  decided: z.object({
    cases: Count,
    byLegality: Counts,
    byCategory: Counts,
    byZone: Counts,
    byCountry: Counts,
    byHostingSource: Counts,
    byReason: Counts,
  }),
  illegal: z.object({
    cases: Count,
    byClassification: Counts,
    byAge: Counts,
    byGender: Counts,
    bySiteType: Counts,
    byCommerciality: Counts,
    virtual: Count,
    selfGenerated: Count,
    modelling: Count,
  }),
  changes: z.object({
    corrected: Count,
    overturned: Count,
    withdrawn: Count,
    reopened: Count,
    merged: Count,
  }),
  secondReviews: z.object({
    made: Count,
    agreed: Count,
    upheld: Count,
    parallels: Count,
    parallelsAgreed: Count,
  }),
  referrals: z.object({
    ordered: Counts,
    delivered: Counts,
    amendments: Count,
    retractions: Count,
    refused: Count,
    parked: Count,
  }),
  takedown: z.object({ casesByStatus: Counts }),
  matches: z.object({ confirmed: Count, rejected: Count }),
  days: z.object({
    receiptToDecision: Days,
    receiptToDelivery: Days,
    decisionToDelivery: Days,
    deliveryToAcknowledgement: Days,
    deliveryToRemoval: Days,
    receiptToRemoval: Days,
  }),
  erased: z.object({ cases: Count, reports: Count }),
  /** Entries of the record. `unread`: of a form that this version does not know, and in no figure. */
  entries: z.object({ read: Count, unread: Count }),
});
export type Figures = z.infer<typeof Figures>;
