import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CourierLimits, DeliveryOutcome } from '../../../shared/domain/delivery.ts';
import { afterAttempt, isDue, LONGEST_DELAY_MS } from '../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';

const limits: fc.Arbitrary<CourierLimits> = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 2000 }),
  baseDelayMs: fc.integer({ min: 1, max: 3_600_000 }),
  maxDelayMs: fc.integer({ min: 1, max: 86_400_000 }),
});
const wait = fc.option(fc.integer({ min: 0, max: 86_400_000 }));
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const nowMs = fc.integer({ min: 0, max: 4_000_000_000_000 });
const WHY: DeliveryTrouble = { code: 'answered', status: 503 };
const NO: DeliveryTrouble = { code: 'answered', status: 404 };
const retry = (retryAfterMs: number | null): DeliveryOutcome => ({
  type: 'retry',
  reason: WHY,
  retryAfterMs,
});

describe('a referral after an attempt', () => {
  test('has ended with a receipt, or with a refusal and its reason, however many attempts there were', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        nowMs,
        random,
        limits,
        (attempts, now, chance, policy) => {
          const refused = { type: 'refused', reason: NO } as Extract<DeliveryOutcome, { type: 'refused' }>;
          const delivered = { type: 'delivered' } as Extract<DeliveryOutcome, { type: 'delivered' }>;
          expect(afterAttempt(delivered, attempts, now, chance, policy)).toEqual({ state: 'delivered' });
          expect(afterAttempt(refused, attempts, now, chance, policy)).toEqual({
            state: 'refused',
            reason: NO,
          });
        },
      ),
    );
  });

  test('is parked at once, for a person, by an answer that promises nothing from another attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        nowMs,
        random,
        limits,
        (attempts, now, chance, policy) => {
          expect(afterAttempt({ type: 'stuck', reason: NO }, attempts, now, chance, policy)).toEqual({
            state: 'parked',
            reason: NO,
          });
        },
      ),
    );
  });

  test('is queued again by an unknown answer until the limit, then parked, and never dropped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        nowMs,
        random,
        limits,
        wait,
        (attempts, now, chance, policy, after) => {
          const next = afterAttempt(retry(after), attempts, now, chance, policy);
          expect(next.state).toBe(attempts < policy.maxAttempts ? 'queued' : 'parked');
          expect(next).toMatchObject({ reason: WHY });
        },
      ),
    );
  });

  test('waits a safe whole number of milliseconds, no less than Retry-After and no more than it or the ceiling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1999 }),
        nowMs,
        random,
        limits,
        wait,
        (attempts, now, chance, policy, after) => {
          const next = afterAttempt(retry(after), attempts, now, chance, { ...policy, maxAttempts: 2000 });
          if (next.state !== 'queued') throw new Error('must be queued');
          const waited = next.nextAttemptAtMs - now;
          const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempts - 1));
          expect(Number.isSafeInteger(next.nextAttemptAtMs)).toBe(true);
          expect(waited).toBeGreaterThanOrEqual(Math.max(1, after ?? 0, ceiling / 10));
          expect(waited).toBeLessThanOrEqual(Math.max(after ?? 0, ceiling));
        },
      ),
    );
  });

  test('waits under a ceiling that doubles with every attempt up to a maximum', () => {
    const policy = { maxAttempts: 100, baseDelayMs: 1000, maxDelayMs: 60_000 };
    const waits = Array.from({ length: 9 }, (_, i) => afterAttempt(retry(null), i + 1, 0, 0.999_999, policy));
    expect(waits.map((next) => (next.state === 'queued' ? next.nextAttemptAtMs : null))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  test('waits for times that are spread over the range, and never tries again at once', () => {
    const policy = { maxAttempts: 100, baseDelayMs: 1000, maxDelayMs: 60_000 };
    const waits = [0, 0.25, 0.5, 0.75].map((chance) => afterAttempt(retry(null), 3, 0, chance, policy));
    expect(waits).toEqual(
      [400, 1300, 2200, 3100].map((nextAttemptAtMs) => ({ state: 'queued', nextAttemptAtMs, reason: WHY })),
    );
  });

  test('waits as long as Retry-After asks, also beyond the ceiling', () => {
    const policy = { maxAttempts: 100, baseDelayMs: 1000, maxDelayMs: 2000 };
    expect(afterAttempt(retry(90_000), 1, 5, 0.5, policy)).toEqual({
      state: 'queued',
      nextAttemptAtMs: 90_005,
      reason: WHY,
    });
  });
});

describe('a referral that waits', () => {
  test('goes when its moment has come', () => {
    fc.assert(
      fc.property(nowMs, fc.integer({ min: 0, max: LONGEST_DELAY_MS }), (now, waitMs) => {
        expect(isDue(now - waitMs, now)).toBe(true);
        expect(isDue(now + waitMs, now)).toBe(waitMs === 0);
      }),
    );
  });

  test('goes at once when the clock was set back further than any delay', () => {
    const planned = Date.parse('2026-11-21T12:00:00Z');
    const setBack = ['2025-11-21', '2016-01-01', '1970-01-02'].map((day) => isDue(planned, Date.parse(day)));
    expect(setBack).toEqual([true, true, true]);
  });
});
