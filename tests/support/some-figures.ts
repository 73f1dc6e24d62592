import { endFigures } from '../../shared/domain/figures/end-figures.ts';
import type { Figures } from '../../shared/domain/figures/figures.ts';
import { beginFigures } from '../../shared/domain/figures/figures-so-far.ts';
import type { FiguresPeriod } from '../../shared/domain/figures/period.ts';
import { periodBefore } from '../../shared/domain/figures/period.ts';
import type { PublicationMaterial } from '../../shared/domain/publications/publication.ts';
import { emptyTexts } from '../../shared/domain/publications/publication-texts.ts';

const YEAR = { from: '2026-01-01', through: '2026-12-31' };

/** A hotline's year, of which every sum is right. */
export function someFigures(period: FiguresPeriod = YEAR): Figures {
  const none = endFigures(beginFigures(period));
  const days = { '0': 610, '1': 402, '2': 97, '3': 3, '4-5': 12, '6+': 40, unknown: 0 };
  return {
    ...none,
    reports: {
      received: 2312,
      byChannel: { 'web-form': 2101, phone: 34, email: 173, police: 4 },
      ofUnknownDay: 0,
    },
    intake: { files: 52, subjects: 2790, refusedRows: 3 },
    decided: {
      ...{ cases: 2190, byLegality: { illegal: 1164, legal: 1024, undetermined: 2 } },
      ...{ byCategory: { '1': 41, '2': 1120, '3': 3, '4': 1024, undetermined: 2 }, byZone: {} },
      ...{ byCountry: {}, byHostingSource: {}, byReason: { adult: 900, 'nudism-or-not-sexualised': 61 } },
    },
    illegal: {
      ...{ cases: 1164, byZone: { own: 41, inhope: 1120, other: 3 } },
      byCountry: { NL: 702, US: 301, BE: 41, FR: 90, DE: 27, RU: 2, VN: 1 },
      byClassification: { baseline: 980, national: 184 },
      byAge: { infant: 22, 'pre-pubescent': 800, pubescent: 320, unstated: 22 },
      byGender: { female: 901, male: 160, both: 101, unstated: 2 },
      bySiteType: { 'image-host': 610, 'file-host': 301, forum: 250, blog: 3 },
      byCommerciality: { commercial: 12, 'non-commercial': 1152 },
      ...{ virtual: 31, selfGenerated: 402, modelling: 4 },
    },
    changes: { corrected: 12, overturned: 3, withdrawn: 7, reopened: 9, merged: 21 },
    secondReviews: { made: 220, agreed: 211, upheld: 6, parallels: 0, parallelsAgreed: 0 },
    referrals: {
      ...{
        ordered: { police: 44, iccam: 1120, provider: 30 },
        delivered: { police: 44, iccam: 1118, provider: 29 },
      },
      ...{ amendments: 4, retractions: 2, refused: 1, parked: 2 },
    },
    takedown: {
      casesByStatus: { acknowledged: 1000, 'permanently-removed': 760, moved: 31, 'not-illegal': 2 },
    },
    notices: {
      sent: 29,
      byProvider: [
        { provider: 'Hoster One', notices: 20 },
        { provider: 'small.example', notices: 2 },
        { provider: 'two.example', notices: 7 },
      ],
      ofUnknownProvider: 0,
      byType: { baseline: 25, national: 4 },
      byAction: { 'permanently-removed': 21, none: 6, 'not-illegal': 2 },
    },
    consultations: [{ base: 'ICSE', consulted: 210, found: 44 }],
    matches: { confirmed: 310, rejected: 17 },
    days: {
      ...{ receiptToDecision: { ...days, '6+': 1066 }, receiptToDelivery: days, decisionToDelivery: days },
      ...{ deliveryToAcknowledgement: days, deliveryToRemoval: days, receiptToRemoval: days },
    },
    entries: { read: 91_022, unread: 0, withheld: 0 },
  };
}

export function someMaterial(more: Partial<PublicationMaterial> = {}): PublicationMaterial {
  const figures = more.figures ?? someFigures();
  return {
    ...{ hotline: 'Hotline One', madeAt: '2027-01-15T10:00:00.000Z', figures },
    before: someFigures(periodBefore(figures.period)),
    checkpoint: {
      origin: 'hashline/0198c0de-0000-7000-8000-000000000000',
      size: 91_022,
      root: 'q1MKE+RZFJgrefm34/uplM/R8/si9xzqGvvwK0YMbR0=',
      note: null,
    },
    ...{
      source: 'vault',
      subjects: { all: 2790, duplicates: 480 },
      texts: emptyTexts(),
      suppressBelow: null,
    },
    ...more,
  };
}
