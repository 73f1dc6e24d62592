import { z } from 'zod';
import { ConsultationCount } from '../consultation.ts';
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
    byZone: Counts,
    byCountry: Counts,
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
  /** New referrals that went to a provider as a notice. */
  notices: z.object({
    sent: Count,
    /** By the name of the provider; only a vault knows who got a notice. */
    byProvider: z.array(z.object({ provider: z.string(), notices: Count })),
    ofUnknownProvider: Count,
    byType: Counts,
    /** By the last step that is known of the notice; `none` where there is none. */
    byAction: Counts,
  }),
  consultations: z.array(ConsultationCount),
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
  /**
   * Entries of the record. In no figure: `unread`, of a form that this version does not know, and `withheld`, about cases
   * that must be hidden from the person who asks.
   */
  entries: z.object({ read: Count, unread: Count, withheld: Count }),
});
export type Figures = z.infer<typeof Figures>;
