import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterContact,
  circuitOf,
  type DeskContact,
  FAILURES_TO_OPEN,
  IN_CONTACT,
  isReferralsOwn,
  isWithoutContact,
  LONGEST_PAUSE_MS,
} from '../../../shared/domain/desk-contact.ts';

const silent = (times: number, everyMs = 1000): DeskContact =>
  Array.from({ length: times }).reduce<DeskContact>(
    (contact, _, index) => afterContact(contact, false, index * everyMs),
    IN_CONTACT,
  );

describe('the circuit to a desk', () => {
  test('stays closed until several attempts in a row gave no sign of life', () => {
    const circuits = [0, 1, 2, 3, 4].map((times) => circuitOf(silent(times), times * 1000));
    expect(circuits).toEqual(['closed', 'closed', 'closed', 'open', 'open']);
  });

  test('lets one probe through when its pause is over, and closes with any answer', () => {
    const open = silent(FAILURES_TO_OPEN);
    expect([
      circuitOf(open, open.probeAtMs - 1),
      circuitOf(open, open.probeAtMs),
      afterContact(open, true, open.probeAtMs),
    ]).toEqual(['open', 'probe', IN_CONTACT]);
  });

  test('opens again for longer when the probe fails, and remembers since when the desk is silent', () => {
    const first = silent(FAILURES_TO_OPEN);
    const second = afterContact(first, false, first.probeAtMs);
    expect([second.silentSinceMs, second.probeAtMs - first.probeAtMs]).toEqual([0, 30_000]);
  });

  test('never waits longer than the longest pause, whatever happened and however the clock is set', () => {
    const outcomes = fc.array(fc.record({ reached: fc.boolean(), nowMs: fc.nat(10_000_000) }));
    fc.assert(
      fc.property(outcomes, fc.nat(10_000_000), (all, nowMs) => {
        const contact = all.reduce<DeskContact>(
          (before, { reached, nowMs: at }) => afterContact(before, reached, at),
          IN_CONTACT,
        );
        const circuit = circuitOf(contact, nowMs);
        if (circuit === 'open') expect(contact.probeAtMs - nowMs).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
        expect(circuit === 'closed').toBe(contact.failures < FAILURES_TO_OPEN);
        expect(contact.silentSinceMs === null).toBe(contact.failures === 0);
      }),
    );
  });
});

test('an answer with an error is a sign of life, and no connection is none', () => {
  expect([
    isWithoutContact({ code: 'answered', status: 503 }),
    isWithoutContact({ code: 'no-connection', error: 'ECONNREFUSED' }),
    isWithoutContact({ code: 'no-answer-in-time', milliseconds: 20_000 }),
  ]).toEqual([false, true, true]);
});

test('during an outage only an attempt in which bytes may have gone out counts against a referral', () => {
  const refused = { code: 'no-connection', error: 'ECONNREFUSED' } as const;
  const unanswered = { code: 'no-answer-in-time', milliseconds: 20_000 } as const;
  const [before, during] = [silent(FAILURES_TO_OPEN - 1), silent(FAILURES_TO_OPEN)];
  expect([
    isReferralsOwn(refused, before),
    isReferralsOwn(refused, during),
    isReferralsOwn(unanswered, during),
  ]).toEqual([true, false, true]);
});
