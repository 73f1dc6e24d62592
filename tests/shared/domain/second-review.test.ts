import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agree,
  compareDecisions,
  drawPosition,
  isPeriodOver,
  nextPeriod,
  periodAt,
  type ReviewedAttribute,
  rateInPlaceOf,
  SamplingPeriod,
} from '../../../shared/domain/second-review.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { idOf } from '../../support/a-ledger.ts';
import { illegalIn, legal } from '../../support/an-assessment.ts';

const { sha256 } = nodeLedgerCrypto;
/** What decides whether two people agree. */
const DECISIVE: readonly ReviewedAttribute[] = ['legality', 'category', 'classification'];
const seed = new Uint8Array(32).fill(7);

describe('the draw', () => {
  test('is what SHA-256 of seed and id says, in the first 48 bits', () => {
    const id = idOf('one');
    const digest = createHash('sha256').update(seed).update(id).digest();
    expect(drawPosition(seed, id, sha256)).toBe(digest.readUIntBE(0, 6) / 2 ** 48);
  });

  test('takes about as many as the rate says, and a higher rate takes all that a lower one takes', () => {
    const positions = Array.from({ length: 20_000 }, (_, index) => drawPosition(seed, `id ${index}`, sha256));
    expect(Math.min(...positions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...positions)).toBeLessThan(1);
    for (const rate of [0.01, 0.1, 0.5]) {
      const share = positions.filter((position) => position < rate).length / positions.length;
      // Five standard deviations of a binomial share.
      expect(Math.abs(share - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / positions.length));
    }
  });
});

describe('two decisions', () => {
  const decided = (judgement: ReturnType<typeof legal>, category: string) => ({
    judgement,
    route: { category },
  });

  test('agree where legality, category and classification are the same, whatever else is said', () => {
    const first = decided(illegalIn('BE', { age: 'infant', note: 'one' }), '1');
    const second = decided(illegalIn('BE', { age: 'pubescent', siteType: 'forum' }), '1');
    expect([agree(first, second), compareDecisions(first, second)]).toEqual([
      true,
      [
        { attribute: 'legality', first: 'illegal', second: 'illegal' },
        { attribute: 'category', first: '1', second: '1' },
        { attribute: 'classification', first: 'baseline', second: 'baseline' },
        { attribute: 'hosting', first: 'BE', second: 'BE' },
        { attribute: 'age', first: 'infant', second: 'pubescent' },
        { attribute: 'siteType', first: null, second: 'forum' },
      ],
    ]);
  });

  test.each([
    ['legality', decided(legal(), '1')],
    ['category', decided(illegalIn('BE'), '2')],
    ['classification', decided(illegalIn('BE', { classification: 'national' }), '1')],
  ])('disagree where the %s is another', (_, second) => {
    expect(agree(decided(illegalIn('BE'), '1'), second)).toBe(false);
  });

  test('agree exactly where the comparison shows no difference in what decides', () => {
    const judgement = fc.constantFrom(
      illegalIn('BE'),
      illegalIn(null),
      illegalIn('NL', { classification: 'national', virtual: true }),
      legal(),
    );
    const any = fc.record({ judgement, route: fc.record({ category: fc.constantFrom('1', '2', '4') }) });
    fc.assert(
      fc.property(any, any, (first, second) => {
        const differing = compareDecisions(first, second).filter((each) => each.first !== each.second);
        expect(agree(first, second)).toBe(!differing.some(({ attribute }) => DECISIVE.includes(attribute)));
      }),
    );
  });
});

test('a period is a month of UTC', () => {
  expect([
    periodAt(Date.parse('2026-11-30T23:59:59.999Z')),
    periodAt(Date.parse('2026-12-01T00:00:00Z')),
  ]).toEqual(['2026-11', '2026-12']);
});

describe('the period to open', () => {
  const month = (text: string) => SamplingPeriod.parse(text);
  const months = (...texts: string[]) => texts.map(month);

  test('is the month, or the first one after it that was not opened before', () => {
    expect([
      nextPeriod(month('2026-11'), []),
      nextPeriod(month('2026-11'), months('2026-10', '2026-11')),
      nextPeriod(month('2026-11'), months('2026-11', '2026-12')),
    ]).toEqual(['2026-11', '2026-12', '2027-01']);
  });

  test('is over when its month is, and where only a jump of the clock opened it', () => {
    const over = (open: string, now: string, ...known: string[]) =>
      isPeriodOver(month(open), month(now), months(...known));
    expect({
      itsMonth: over('2026-11', '2026-11', '2026-11'),
      nextMonth: over('2026-11', '2026-12', '2026-11'),
      clockSetBack: over('2026-12', '2026-11', '2026-12'),
      jumped: over('2326-11', '2026-11', '2326-11'),
      // Every month before was opened and ended early.
      endedEarly: over('2027-03', '2026-11', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03'),
    }).toEqual({ itsMonth: false, nextMonth: true, clockSetBack: false, jumped: true, endedEarly: false });
  });

  test('once opened is never the next one, and does not end before the month it is opened in', () => {
    const some = fc.integer({ min: 0, max: 60 }).map((number) => periodAt(Date.UTC(2026, number)));
    fc.assert(
      fc.property(some, fc.array(some), (now, known) => {
        const next = nextPeriod(now, known);
        expect(known).not.toContain(next);
        expect(isPeriodOver(next, now, [...known, next])).toBe(false);
      }),
    );
  });
});

test('what replaces an assessment is drawn where that was drawn, and never at a lower rate while that waits for the draw', () => {
  expect([
    rateInPlaceOf({ isDrawn: true, undrawnAt: null }, 0),
    rateInPlaceOf({ isDrawn: false, undrawnAt: 0.5 }, 0),
    rateInPlaceOf({ isDrawn: false, undrawnAt: 0.5 }, 1),
    rateInPlaceOf({ isDrawn: false, undrawnAt: null }, 0.1),
  ]).toEqual([1, 0.5, 1, 0.1]);
});
