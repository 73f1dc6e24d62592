import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import {
  afterContact,
  type ContactSign,
  circuitOf,
  contactSign,
  type DeskContact,
  FAILURES_TO_OPEN,
  IN_CONTACT,
  isReferralsOwn,
  isWithoutContact,
  LONGEST_PAUSE_MS,
} from '../../../shared/domain/desk-contact.ts';

const silent = (times: number, everyMs = 1000): DeskContact =>
  Array.from({ length: times }).reduce<DeskContact>(
    (contact, _, index) => afterContact(contact, 'nothing-left', index * everyMs),
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
      afterContact(open, 'answered', open.probeAtMs),
    ]).toEqual(['open', 'probe', IN_CONTACT]);
  });

  test('opens again for longer when the probe fails, and remembers since when the desk is silent', () => {
    const first = silent(FAILURES_TO_OPEN);
    const second = afterContact(first, 'no-answer', first.probeAtMs);
    expect([second.silentSinceMs, second.probeAtMs - first.probeAtMs]).toEqual([0, 30_000]);
  });

  test('never waits longer than the longest pause, whatever happened and however the clock is set', () => {
    const outcomes = fc.array(
      fc.record({
        sign: fc.constantFrom<ContactSign>('answered', 'nothing-left', 'no-answer', 'none'),
        nowMs: fc.nat(10_000_000),
      }),
    );
    fc.assert(
      fc.property(outcomes, fc.nat(10_000_000), (all, nowMs) => {
        const contact = all.reduce<DeskContact>(
          (before, { sign, nowMs: at }) => afterContact(before, sign, at),
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

test('a trouble of the referral itself neither ends an outage nor lengthens it', () => {
  const open = silent(FAILURES_TO_OPEN);
  expect(afterContact(open, contactSign({ code: 'first-notice', address: 'abuse@a.example' }), 10)).toEqual(
    open,
  );
});

test('during an outage only an attempt in which bytes may have gone out counts against a referral', () => {
  const [before, during] = [silent(FAILURES_TO_OPEN - 1), silent(FAILURES_TO_OPEN)];
  const signs = ['nothing-left', 'no-answer', 'answered'] as const;
  expect([
    isReferralsOwn('nothing-left', before),
    ...signs.map((sign) => isReferralsOwn(sign, during)),
  ]).toEqual([true, false, true, true]);
});

const SIGNS: Record<ContactSign, DeliveryTrouble['code'][]> = {
  'nothing-left': [
    'not-https',
    'certificates-unreadable',
    'not-certified',
    'other-key',
    'takes-strangers',
    'no-connection-in-time',
    'ended-in-handshake',
    'ended-without-asking',
    'no-connection',
    'handshake-failed',
    'handshake-without-key',
    'refused-without-asking',
    'not-configured',
    'no-starttls',
    'login-refused',
    'folder-unusable',
  ],
  'no-answer': ['secure-connection-ended', 'ended-unanswered', 'no-answer-in-time'],
  answered: [
    'redirected',
    'answer-too-long',
    'answered',
    'answered-with',
    'refused-and-signed',
    'receipt-unproven',
    'refusal-unproven',
    'report-unproven',
    'partner-needs-time',
    'partner-has-baseline',
    'partner-has-acted',
    'partner-has-finished',
    'partner-answer-unreadable',
    'partner-assigned-elsewhere',
    'partner-outcome-unknown',
    'partner-codes-differ',
  ],
  none: [
    'called-off',
    'not-ordered',
    'refused-by-file',
    'outcome-unknown',
    'notice-needs-address',
    'notice-needs-illegal',
    'contacts-changed',
    'no-contact',
    'first-notice',
    'partner-needs-address',
    'partner-needs-country',
    'partner-needs-verdict',
    'partner-needs-classification',
    'partner-needs-site-type',
    'partner-knows-no-earlier',
  ],
};

test('each trouble of each channel says one thing about the way to the desk', () => {
  const codes = DeliveryTrouble.options.flatMap(({ shape: { code } }) =>
    'options' in code ? code.options : [...code.values],
  );
  const said = codes.map((code) => [code, contactSign({ code } as DeliveryTrouble)]);
  const expected = Object.entries(SIGNS).flatMap(([sign, those]) => those.map((code) => [code, sign]));
  expect(said.sort()).toEqual(expected.sort());
});
