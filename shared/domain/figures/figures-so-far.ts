import type { ReferralKind } from '../referral.ts';
import { DayBucket, type TakedownStatus } from '../takedown.ts';
import type { Figures } from './figures.ts';
import type { DecidedFacts } from './happening.ts';
import type { FiguresPeriod } from './period.ts';

/** What is known of a case. */
export interface Course {
  decision: { assessment: string; at: string; facts: DecidedFacts } | null;
  /** The decision before a new one, which stands where that turns out to have been made beside it. */
  before: Course['decision'];
  firstDecidedAt: string | null;
  firstDeliveredAt: string | null;
  receivedAt: string | null;
  steps: Step[];
}

export interface Step {
  status: TakedownStatus;
  at: string;
  referral: string;
}

/** A referral as its decision ordered it. */
interface Ordered {
  purpose: ReferralKind;
  classification: string;
}

/** What was counted so far. `countFigures` changes it in place: a copy for each of millions of entries would cost too much. */
export interface FiguresSoFar {
  readonly period: FiguresPeriod;
  readonly cases: Map<string, Course>;
  readonly into: Map<string, string>;
  readonly ordered: Map<string, Ordered>;
  readonly delivered: Set<string>;
  /** The case of each notice of the period, by its referral. */
  readonly notices: Map<string, string>;
  readonly erased: Set<string>;
  readonly figures: Figures;
}

const noDays = (): Figures['days']['receiptToDecision'] => ({
  ...(Object.fromEntries(DayBucket.options.map((id) => [id, 0])) as Record<DayBucket, number>),
  unknown: 0,
});

export function beginFigures(period: FiguresPeriod): FiguresSoFar {
  return {
    period,
    cases: new Map(),
    into: new Map(),
    ordered: new Map(),
    delivered: new Set(),
    notices: new Map(),
    erased: new Set(),
    figures: {
      period,
      reports: { received: 0, byChannel: {}, ofUnknownDay: 0 },
      intake: { files: 0, subjects: 0, refusedRows: 0 },
      decided: {
        ...{ cases: 0, byLegality: {}, byCategory: {}, byZone: {}, byCountry: {} },
        ...{ byHostingSource: {}, byReason: {} },
      },
      illegal: {
        ...{
          cases: 0,
          byZone: {},
          byCountry: {},
          byClassification: {},
          byAge: {},
          byGender: {},
          bySiteType: {},
          byCommerciality: {},
        },
        ...{ virtual: 0, selfGenerated: 0, modelling: 0 },
      },
      changes: { corrected: 0, overturned: 0, withdrawn: 0, reopened: 0, merged: 0 },
      secondReviews: { made: 0, agreed: 0, upheld: 0, parallels: 0, parallelsAgreed: 0 },
      referrals: { ordered: {}, delivered: {}, amendments: 0, retractions: 0, refused: 0, parked: 0 },
      takedown: { casesByStatus: {} },
      notices: { sent: 0, byProvider: [], ofUnknownProvider: 0, byType: {}, byAction: {} },
      consultations: [],
      matches: { confirmed: 0, rejected: 0 },
      days: {
        receiptToDecision: noDays(),
        receiptToDelivery: noDays(),
        decisionToDelivery: noDays(),
        deliveryToAcknowledgement: noDays(),
        deliveryToRemoval: noDays(),
        receiptToRemoval: noDays(),
      },
      erased: { cases: 0, reports: 0 },
      entries: { read: 0, unread: 0, withheld: 0 },
    },
  };
}

export const add = (counts: Record<string, number>, key: string, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by;
};

const newCourse = (): Course => ({
  decision: null,
  before: null,
  firstDecidedAt: null,
  firstDeliveredAt: null,
  receivedAt: null,
  steps: [],
});

export function courseOf({ cases, into }: FiguresSoFar, id: string): Course {
  let at = id;
  for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next;
  const course = cases.get(at) ?? newCourse();
  cases.set(at, course);
  return course;
}
