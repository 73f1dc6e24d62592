import { describe, expect, test } from 'vitest';
import { thorough, thoroughly } from '../support/thorough.ts';
import { type ClockReport, DECISIONS, setTheClockWrong } from './clock-set-wrong.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

interface Case {
  what: string;
  jumpsMs: number[];
  found?: Partial<ClockReport>;
}

/** Of simulated time, until nothing waits. It passes faster than a busy machine delivers. */
const LONGEST_MINUTES = 12 * 60;

/** No receipt can be proven: every certificate has expired. The desks have the referrals, and a person is told. */
const UNPROVEN = { 'outcome-unknown': 1, 'receipt-unproven': 2 * DECISIONS };

const CASES: Case[] = [
  {
    what: 'ten years ahead, and put right',
    jumpsMs: [10 * YEAR_MS, -10 * YEAR_MS],
    found: { told: UNPROVEN },
  },
];
/**
 * Too long where everybody waits. On a busy machine simulated time outruns deliveries: a referral may then use up its
 * attempts at a desk that is busy, and is told to a person besides (`answered-with`).
 */
const RARE: Case[] = [
  { what: 'an hour back', jumpsMs: [-HOUR_MS] },
  { what: 'a year back', jumpsMs: [-YEAR_MS] },
  { what: 'a year back, and put right', jumpsMs: [-YEAR_MS, YEAR_MS] },
  {
    what: 'ten years ahead',
    jumpsMs: [10 * YEAR_MS],
    found: { told: UNPROVEN, left: { parked: 2 * DECISIONS } },
  },
];

describe('while referrals wait in every way, the clock is set', () => {
  test.each(thorough([...CASES, ...RARE], CASES))(
    '$what: each arrives once and none waits for ever',
    async ({ jumpsMs, found }) => {
      const { minutes, ...report } = await setTheClockWrong(jumpsMs);
      expect(report).toEqual({
        arrived: [DECISIONS, DECISIONS, DECISIONS],
        notOnce: 0,
        // The message that may have arrived, and no other.
        told: { 'outcome-unknown': 1 },
        left: {},
        ledger: [],
        ...found,
      });
      expect(minutes).toBeLessThanOrEqual(LONGEST_MINUTES);
    },
  );

  thoroughly('control: a person who sends again what may have arrived is caught sending twice', async () => {
    const { notOnce } = await setTheClockWrong([-YEAR_MS], 'sends-the-unknown');
    expect(notOnce).toBe(1);
  });

  thoroughly('control: what is held for ever is caught', async () => {
    const { left, minutes } = await setTheClockWrong([-YEAR_MS], 'stays-paused');
    expect({ left, minutes }).toEqual({ left: { queued: DECISIONS }, minutes: null });
  });
});
