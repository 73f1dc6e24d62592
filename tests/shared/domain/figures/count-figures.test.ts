import { expect, test } from 'vitest';
import { countFigures } from '../../../../shared/domain/figures/count-figures.ts';
import { endFigures } from '../../../../shared/domain/figures/end-figures.ts';
import type { Figures } from '../../../../shared/domain/figures/figures.ts';
import { beginFigures } from '../../../../shared/domain/figures/figures-so-far.ts';
import type { Happening } from '../../../../shared/domain/figures/happening.ts';
import { periodBefore, readPeriod } from '../../../../shared/domain/figures/period.ts';

type Decided = Extract<Happening, { what: 'decided' }>;

const on = (day: string, time = '10:00') => `${day}T${time}:00.000Z`;

const decided = (at: string, assessment: string, more: Partial<Decided> = {}): Happening => ({
  ...{ what: 'decided', at, case: 'one', assessment, replaces: null, referrals: [] },
  facts: {
    judgement: { legality: 'illegal', hosting: { country: 'BE', source: 'analyst' }, reasons: [] },
    category: '1',
    zone: 'own',
  },
  ...more,
});

const legalFacts: Decided['facts'] = {
  judgement: { legality: 'legal', hosting: { country: null, source: 'unknown' }, reasons: ['adult'] },
  category: '4',
  zone: 'unknown',
};

const figuresOf = (period: string, ...happenings: Happening[]): Figures => {
  const read = readPeriod(period);
  if (read === null) throw new Error('no period');
  return endFigures(happenings.reduce(countFigures, beginFigures(read)));
};

test('a case counts in the period in which the decision was made that stood at its end', () => {
  const first = decided(on('2026-11-03'), 'a');
  const corrected = decided(on('2026-12-02'), 'b', {
    replaces: { assessment: 'a', as: 'corrected' },
    facts: legalFacts,
  });
  const november = figuresOf('2026-11', first, corrected);
  const december = figuresOf('2026-12', first, corrected);
  const year = figuresOf('2026', first, corrected);
  expect(
    [november, december, year].map(({ decided: d, changes }) => [d.byLegality, changes.corrected]),
  ).toEqual([
    [{ illegal: 1 }, 0],
    [{ legal: 1 }, 1],
    [{ legal: 1 }, 1],
  ]);
});

test('a decision that was taken back, or made beside one that stands, is not counted', () => {
  const first = decided(on('2026-11-03'), 'a');
  const beside = decided(on('2026-11-03', '10:01'), 'b', { facts: legalFacts });
  const parallel: Happening = {
    ...{ what: 'paralleled', at: on('2026-11-04'), case: 'one', parallel: 'b', agrees: false },
  };
  const withdrawn: Happening = { what: 'withdrawn', at: on('2026-11-05'), case: 'one', assessment: 'a' };
  expect(figuresOf('2026-11', first, beside, parallel).decided.byLegality).toEqual({ illegal: 1 });
  expect(figuresOf('2026-11', first, withdrawn).decided.cases).toBe(0);
});

test('merged cases are one, with the decision of the one that stays and the earliest times of both', () => {
  const delivered: Happening = {
    ...{
      what: 'delivered',
      at: on('2026-11-09'),
      case: 'other',
      referral: 'r',
      destination: 'police',
      asNotice: false,
    },
  };
  const { decided: counted, days } = figuresOf(
    '2026-11',
    decided(on('2026-11-03'), 'a'),
    decided(on('2026-11-02'), 'b', { case: 'other', facts: legalFacts }),
    { what: 'merged', at: on('2026-11-04'), case: 'other', into: 'one' },
    delivered,
  );
  expect([counted.byLegality, days.decisionToDelivery['6+']]).toEqual([{ illegal: 1 }, 1]);
  const { decided: taken } = figuresOf(
    '2026-11',
    decided(on('2026-11-02'), 'b', { case: 'other', facts: legalFacts }),
    { what: 'merged', at: on('2026-11-04'), case: 'other', into: 'one' },
  );
  expect(taken.byLegality).toEqual({ legal: 1 });
});

test('what the world did counts on the day it happened, also where it was told after the period', () => {
  const step = (at: string, status: 'acknowledged' | 'moved' | 'unavailable', told: string): Happening => ({
    ...{ what: 'step', at: told, case: 'one', referral: 'r', status, on: at },
  });
  const { days, takedown } = figuresOf(
    '2026-11',
    decided(on('2026-11-01'), 'a'),
    {
      what: 'delivered',
      at: on('2026-11-01', '12:00'),
      case: 'one',
      referral: 'r',
      destination: 'police',
      asNotice: false,
    },
    step(on('2026-11-02'), 'unavailable', on('2026-11-02')),
    step(on('2026-11-10'), 'moved', on('2026-11-10')),
    step(on('2026-11-12'), 'unavailable', on('2026-12-09')),
  );
  expect(takedown.casesByStatus).toEqual({ unavailable: 1, moved: 1 });
  expect([days.deliveryToRemoval, days.receiptToRemoval.unknown]).toEqual([
    { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 1, unknown: 0 },
    1,
  ]);
});

test('reports of which the record names the year alone count in that year, and in a part of it as of unknown day', () => {
  const file: Happening = {
    ...{ what: 'reports', at: on('2026-11-20'), files: 1, subjects: 3, refused: 1, cases: [] },
    received: [
      { on: '2026-11-19', channel: 'partner', reports: 2 },
      { on: '2019', channel: 'partner', reports: 5 },
      { on: null, channel: 'file', reports: 1 },
    ],
  };
  const received = (period: string) => figuresOf(period, file).reports;
  expect(received('2026-11')).toEqual({ received: 3, byChannel: { partner: 2, file: 1 }, ofUnknownDay: 0 });
  expect(received('2019')).toEqual({ received: 5, byChannel: { partner: 5 }, ofUnknownDay: 0 });
  expect(received('2019-06')).toEqual({ received: 0, byChannel: {}, ofUnknownDay: 5 });
});

test('a referral that arrived twice by what is known is delivered once, and amendments are no new ones', () => {
  const referrals = [
    { id: 'r', destination: 'police', purpose: 'new' as const },
    { id: 's', destination: 'police', purpose: 'amendment' as const },
  ];
  const arrived = (referral: string): Happening => ({
    ...{
      what: 'delivered',
      at: on('2026-11-03'),
      case: 'one',
      referral,
      destination: 'police',
      asNotice: false,
    },
  });
  const { referrals: counted } = figuresOf(
    '2026-11',
    decided(on('2026-11-02'), 'a', { referrals }),
    ...['r', 'r', 's'].map(arrived),
  );
  expect(counted).toMatchObject({ ordered: { police: 1 }, delivered: { police: 1 }, amendments: 1 });
});

test.each([
  ['2026', { from: '2026-01-01', through: '2026-12-31' }],
  ['2024-02', { from: '2024-02-01', through: '2024-02-29' }],
  ['2026-10-01..2026-12-31', { from: '2026-10-01', through: '2026-12-31' }],
  ['2026-13', null],
  ['2026-02-30..2026-03-01', null],
  ['2026-03-02..2026-03-01', null],
  ['November', null],
])('the period %s is %o', (text, period) => {
  expect(readPeriod(text)).toEqual(period);
});

test.each([
  ['2026', '2025-01-01', '2025-12-31'],
  ['2026-03', '2026-02-01', '2026-02-28'],
  ['2026-01', '2025-12-01', '2025-12-31'],
  ['2026-10-01..2026-12-31', '2026-07-01', '2026-09-30'],
  ['2026-03-04..2026-03-10', '2026-02-25', '2026-03-03'],
])('the period before %s is from %s through %s', (text, from, through) => {
  const period = readPeriod(text);
  expect(period && periodBefore(period)).toEqual({ from, through });
});

test('a notice counts by its content and by the last step until the end of the period, and names whom a vault knows', () => {
  const referrals = ['n', 'm'].map((id) => ({ id, destination: 'provider', purpose: 'new' as const }));
  const sent = (referral: string): Happening => ({
    ...{
      what: 'delivered',
      at: on('2026-11-03'),
      case: 'one',
      referral,
      destination: 'provider',
      asNotice: true,
    },
  });
  const step = (status: 'acknowledged' | 'permanently-removed', day: string): Happening => ({
    ...{ what: 'step', at: on(day), case: 'one', referral: 'n', status, on: on(day) },
  });
  const period = readPeriod('2026-11');
  if (period === null) throw new Error('no period');
  const state = [
    decided(on('2026-11-02'), 'a', { referrals }),
    ...['n', 'm'].map(sent),
    step('acknowledged', '2026-11-05'),
    step('permanently-removed', '2026-12-01'),
  ].reduce(countFigures, beginFigures(period));
  const { notices } = endFigures(state, { providerOf: (id) => (id === 'n' ? 'Hoster' : null) });
  expect(notices).toEqual({
    ...{ sent: 2, byProvider: [{ provider: 'Hoster', notices: 1 }], ofUnknownProvider: 1 },
    ...{ byType: { unstated: 2 }, byAction: { acknowledged: 1, none: 1 } },
  });
  // More is counted afterwards: figures that were given before do not change.
  countFigures(state, step('permanently-removed', '2026-11-20'));
  expect([notices.byAction, endFigures(state).notices.byAction]).toEqual([
    { acknowledged: 1, none: 1 },
    { 'permanently-removed': 1, none: 1 },
  ]);
});
