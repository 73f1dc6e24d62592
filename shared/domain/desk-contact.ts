import type { DeliveryTrouble } from './delivery-trouble.ts';

/**
 * What the last attempts say about the way to a desk, apart from any single referral: a circuit breaker (M. Nygard,
 * Release It!, "Circuit Breaker"). Closed: referrals are sent. Open: none is, because the desk gave no sign of life
 * several times in a row. After a pause one attempt, the probe, shows whether it is back.
 */
export interface DeskContact {
  /** Attempts in a row without a sign of life. */
  failures: number;
  /** When the first of them ended; null where there is none. */
  silentSinceMs: number | null;
  /** While the circuit is open, the time of the next probe. */
  probeAtMs: number;
}

export const IN_CONTACT: DeskContact = { failures: 0, silentSinceMs: null, probeAtMs: 0 };

/** Attempts without a sign of life that open the circuit. */
export const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 15_000;
export const LONGEST_PAUSE_MS = 300_000;

/** `probe`: the circuit is open, and one attempt is due that shows whether the desk is back. */
export type Circuit = 'closed' | 'open' | 'probe';

/**
 * Whether anything may be sent to the desk now. A probe further away than the longest pause means that the clock was
 * set back, and is due.
 */
export function circuitOf({ failures, probeAtMs }: DeskContact, nowMs: number): Circuit {
  if (failures < FAILURES_TO_OPEN) return 'closed';
  return probeAtMs <= nowMs || probeAtMs > nowMs + LONGEST_PAUSE_MS ? 'probe' : 'open';
}

/** @param reached whether the attempt that ended now got any answer of the desk, also a refusal or an error */
export function afterContact(contact: DeskContact, reached: boolean, nowMs: number): DeskContact {
  if (reached) return IN_CONTACT;
  const failures = contact.failures + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - FAILURES_TO_OPEN));
  return { failures, silentSinceMs: contact.silentSinceMs ?? nowMs, probeAtMs: nowMs + pauseMs };
}

/** Troubles before anything of a referral was sent: no referral can be their cause. */
const BEFORE_SENDING: ReadonlySet<DeliveryTrouble['code']> = new Set([
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
]);

/** Troubles after which it is not known what the desk did. A referral at which the desk breaks down causes them too. */
const WITHOUT_ANSWER: ReadonlySet<DeliveryTrouble['code']> = new Set([
  'secure-connection-ended',
  'ended-unanswered',
  'no-answer-in-time',
]);

/** Whether the trouble says that the desk gave no sign of life. A desk that answers with an error is there. */
export const isWithoutContact = ({ code }: DeliveryTrouble): boolean =>
  BEFORE_SENDING.has(code) || WITHOUT_ANSWER.has(code);

/**
 * Whether an attempt counts against the referral's own limit. During an outage it does not where nothing was sent:
 * otherwise one referral after the other would be parked for what none of them caused.
 */
export const isReferralsOwn = (trouble: DeliveryTrouble, contact: DeskContact): boolean =>
  contact.failures < FAILURES_TO_OPEN || !BEFORE_SENDING.has(trouble.code);
