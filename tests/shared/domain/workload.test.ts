import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dutyDay,
  needsBreak,
  PACE_FROM_CASES,
  PACE_FROM_DAYS,
  paceOf,
  type WorkedDay,
} from '../../../shared/domain/workload.ts';

const MINUTE_MS = 60_000;
const LIMIT = 120;

const days = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
    workedMs: fc.integer({ min: 1, max: 600 * MINUTE_MS }),
    extendedMs: fc.integer({ min: 0, max: 60 * MINUTE_MS }),
  }),
  { maxLength: 12 },
);

describe('a pace', () => {
  test('is never shown for fewer than five days and fewer than twenty cases', () => {
    fc.assert(
      fc.property(days, fc.nat(60), (worked, cases) => {
        const enough = worked.length >= PACE_FROM_DAYS || cases >= PACE_FROM_CASES;
        if (!enough) expect(paceOf(worked, cases)).toBeNull();
      }),
    );
  });

  test('is cases by hours, and the order of the days does not matter', () => {
    fc.assert(
      fc.property(days, fc.nat(60), (worked, cases) => {
        const pace = paceOf(worked, cases);
        expect(paceOf([...worked].reverse(), cases)).toBe(pace);
        if (pace === null) return;
        const hours = worked.reduce((sum, { workedMs }) => sum + workedMs, 0) / (60 * MINUTE_MS);
        expect(Math.abs(pace - cases / hours)).toBeLessThanOrEqual(0.0501);
      }),
    );
    const fiveHours = Array.from({ length: 5 }, (_, at) => ({
      day: `2026-11-0${at + 1}`,
      workedMs: 60 * MINUTE_MS,
      extendedMs: 0,
    }));
    expect(paceOf(fiveHours, 52)).toBe(10.4);
    expect(paceOf(fiveHours.slice(1), 19)).toBeNull();
    expect(paceOf(fiveHours.slice(1), 20)).toBe(5);
    expect(paceOf([], 20)).toBeNull();
  });
});

describe('a day of duty', () => {
  const day = (minutes: number, extendedMs = 0): WorkedDay => ({
    day: '2026-11-20',
    workedMs: minutes * MINUTE_MS,
    extendedMs,
  });

  test('is over the limit only beyond the time the clock needs to notice that the person stopped', () => {
    expect([119, 120, 122, 122.1, 150].map((minutes) => dutyDay(day(minutes), LIMIT).overLimit)).toEqual([
      ...[false, false, false],
      ...[true, true],
    ]);
  });

  test('is told in whole minutes, and whether a reason was given', () => {
    expect(dutyDay(day(65.9, 1), LIMIT)).toEqual({
      ...{ day: '2026-11-20', minutes: 65 },
      ...{ overLimit: false, extended: true },
    });
  });
});

test('a break is needed after a long day, today or yesterday, and not for what is longer ago', () => {
  const long = (day: string) => dutyDay({ day, workedMs: 200 * MINUTE_MS, extendedMs: 0 }, LIMIT);
  const today = '2026-03-01';
  expect(['2026-02-27', '2026-02-28', '2026-03-01'].map((day) => needsBreak([long(day)], today))).toEqual([
    false,
    true,
    true,
  ]);
  fc.assert(
    fc.property(days, (worked) => {
      const shown = worked.map((one) => dutyDay(one, LIMIT));
      if (needsBreak(shown, '2026-11-28')) expect(shown.some(({ overLimit }) => overLimit)).toBe(true);
    }),
  );
});
