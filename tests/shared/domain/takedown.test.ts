import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayBucket,
  goneSince,
  isSettled,
  recheckDueAt,
  TakedownStatus,
  takedownCourse,
} from '../../../shared/domain/takedown.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-02T08:00:00Z');
const day = (n: number): string => new Date(START + n * DAY).toISOString();

interface Step {
  status: TakedownStatus;
  at: string;
  recordedAt: string;
  referral: string;
}

const step = (status: TakedownStatus, on: number, referral = 'police'): Step => ({
  status,
  at: day(on),
  recordedAt: day(on),
  referral,
});

const arbitraryStep: fc.Arbitrary<Step> = fc.record({
  status: fc.constantFrom(...TakedownStatus.options),
  at: fc.integer({ min: 0, max: 30 }).map(day),
  recordedAt: fc.integer({ min: 0, max: 40 }).map(day),
  referral: fc.constantFrom('police', 'iccam'),
});

const conflicts = (steps: readonly Step[]) => takedownCourse(steps).map(({ conflict }) => conflict);

describe('the course of a takedown', () => {
  test('of the protocol step by step has no conflict', () => {
    const measures = TakedownStatus.options.slice(0, 6).map((status, index) => step(status, index));
    expect(conflicts(measures)).toEqual(Array(6).fill(null));
  });

  test('shows a step behind one that its desk took before as backward', () => {
    const steps = [step('permanently-removed', 3), step('provider-contacted', 5)];
    expect(conflicts(steps)).toEqual([null, { kind: 'backward', from: 'permanently-removed' }]);
  });

  test('takes the written order after the removal for what it is: the order that follows', () => {
    expect(conflicts([step('permanently-removed', 3), step('written-order', 5)])).toEqual([null, null]);
  });

  test('does not measure one desk by another, as the two work apart', () => {
    const steps = [step('permanently-removed', 3), step('acknowledged', 5, 'iccam')];
    expect(conflicts(steps)).toEqual([null, null]);
  });

  test('shows that material called not illegal was ordered away, whichever came first and whichever desk said it', () => {
    const ordered = { kind: 'contradicts', from: 'written-order' };
    const cleared = { kind: 'contradicts', from: 'not-illegal' };
    expect([
      conflicts([step('written-order', 1), step('not-illegal', 2, 'iccam')]),
      conflicts([step('not-illegal', 1, 'iccam'), step('written-order', 2)]),
    ]).toEqual([
      [null, ordered],
      [null, cleared],
    ]);
  });

  test('loses no step, adds none, and does not depend on the order in which they were recorded', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 12 }), fc.nat(), (steps, seed) => {
        const shuffled = steps.toSorted((a, b) => hash(a, seed) - hash(b, seed));
        const course = takedownCourse(steps);
        expect(course.map((placed) => placed.step).toSorted(byText)).toEqual(steps.toSorted(byText));
        expect(takedownCourse(shuffled)).toEqual(course);
      }),
    );
  });

  test('is in the order of time, and a conflict names a step that stands before it', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 12 }), (steps) => {
        const course = takedownCourse(steps);
        course.forEach(({ step: own, conflict }, index) => {
          const before = course.slice(0, index).map((placed) => placed.step);
          expect(before.every(({ at }) => at <= own.at)).toBe(true);
          if (conflict !== null) expect(before.map(({ status }) => status)).toContain(conflict.from);
        });
      }),
    );
  });

  test('keeps what it said of earlier steps when a later one comes', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 10 }), arbitraryStep, (steps, next) => {
        const later = { ...next, at: day(31) };
        expect(takedownCourse([...steps, later]).slice(0, -1)).toEqual(takedownCourse(steps));
      }),
    );
  });
});

describe('the time since when material is gone', () => {
  test('is that of the first step that put it out of reach', () => {
    expect(goneSince([step('permanently-removed', 5), step('temporarily-inaccessible', 2)])).toBe(day(2));
  });

  test('starts anew where the material moved', () => {
    const moved = [step('unavailable', 1), step('moved', 3)];
    expect([goneSince(moved), goneSince([...moved, step('permanently-removed', 9)])]).toEqual([null, day(9)]);
  });

  test('is null where nobody said so', () => {
    expect(goneSince([step('acknowledged', 1), step('not-illegal', 2)])).toBe(null);
  });
});

describe('the reminder to ask again', () => {
  test('comes the days of the policy after the delivery or the last news, whatever that said', () => {
    expect([
      recheckDueAt({ deliveredAt: day(0), steps: [] }, 7),
      recheckDueAt({ deliveredAt: day(0), steps: [step('acknowledged', 4)] }, 7),
      recheckDueAt({ deliveredAt: day(0), steps: [step('acknowledged', 4), step('acknowledged', 9)] }, 7),
    ]).toEqual([day(7), day(11), day(16)]);
  });

  test('never comes for what was not delivered, nor after a last step', () => {
    const last = (['permanently-removed', 'unavailable', 'moved', 'not-illegal'] as const).map((status) =>
      recheckDueAt({ deliveredAt: day(0), steps: [step(status, 1)] }, 7),
    );
    expect([recheckDueAt({ deliveredAt: null, steps: [] }, 7), ...last]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('comes again where a step after the removal says that work goes on', () => {
    expect(isSettled([step('permanently-removed', 1), step('provider-contacted', 2)])).toBe(false);
  });
});

test('whole days fall into the buckets of the yearly figures', () => {
  const days = [-2, 0, 0.99, 1, 1.99, 2, 3, 3.99, 4, 5, 5.99, 6, 400];
  expect(days.map((n) => dayBucket(n * DAY))).toEqual([
    '0',
    '0',
    '0',
    '1',
    '1',
    '2',
    '3',
    '3',
    '4-5',
    '4-5',
    '4-5',
    '6+',
    '6+',
  ]);
});

const byText = (a: Step, b: Step): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const hash = (of: Step, seed: number): number =>
  [...`${seed} ${JSON.stringify(of)}`].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1_000_003, 7);
