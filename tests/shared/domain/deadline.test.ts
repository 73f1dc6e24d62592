import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueAt, remainingMs } from '../../../shared/domain/deadline.ts';
import { Instant } from '../../../shared/domain/report.ts';

const TAKEN_IN = '2026-11-21T18:00:00.000Z';

/** Anything a source may have written where an instant should be, schema or not. */
const anyDate = fc.oneof(
  fc.constant(null),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', 'yesterday', ''),
);
const takenIn = fc
  .date({ min: new Date('1995-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const hours = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(0.5, 1e9, 1e300));

describe('a deadline', () => {
  test('counts from receipt', () => {
    expect(dueAt('2026-11-20T06:30:00Z', TAKEN_IN, 24)).toBe('2026-11-21T06:30:00.000Z');
  });

  test('counts from when the report was taken in where its receipt is not known', () => {
    expect(dueAt(null, TAKEN_IN, 24)).toBe('2026-11-22T18:00:00.000Z');
  });

  test('is not put off by a report that claims to come from the future', () => {
    expect(
      ['2026-11-21T18:00:00.001Z', '2099-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map((receivedAt) =>
        dueAt(receivedAt, TAKEN_IN, 24),
      ),
    ).toEqual(Array(3).fill('2026-11-22T18:00:00.000Z'));
  });

  test('is an instant whatever the dates and hours are, and never later than counted from taking in', () => {
    fc.assert(
      fc.property(anyDate, takenIn, hours, (receivedAt, takenInAt, count) => {
        const due = dueAt(receivedAt, takenInAt, count);
        expect(Date.parse(due)).toBeLessThanOrEqual(Date.parse(takenInAt) + count * 3_600_000);
        // Years before 0 cannot be told as an instant, and no instant of our schema is there.
        if (receivedAt === null || !receivedAt.startsWith('-'))
          expect(Instant.safeParse(due).success).toBe(true);
      }),
    );
  });

  test('is never earlier for more hours', () => {
    fc.assert(
      fc.property(anyDate, takenIn, hours, hours, (receivedAt, takenInAt, a, b) => {
        const [fewer, more] = a < b ? [a, b] : [b, a];
        expect(Date.parse(dueAt(receivedAt, takenInAt, more))).toBeGreaterThanOrEqual(
          Date.parse(dueAt(receivedAt, takenInAt, fewer)),
        );
      }),
    );
  });

  test('has passed when less than nothing remains', () => {
    const nowMs = Date.parse(TAKEN_IN);
    expect(
      ['2026-11-21T18:00:01Z', TAKEN_IN, '2026-11-21T17:59:59Z'].map((due) => remainingMs(due, nowMs)),
    ).toEqual([1000, 0, -1000]);
  });
});
