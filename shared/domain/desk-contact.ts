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

/** What an attempt says about the way to the desk. */
export type ContactSign =
  /** The desk answered, be it with an error or a refusal. */
  | 'answered'
  /** No contact, and nothing of the referral left: no referral can be the cause. */
  | 'nothing-left'
  /** It is not known what the desk did. A referral at which the desk breaks down causes this too. */
  | 'no-answer'
  /** The trouble lies in the referral itself, or in what is known here: it says nothing about the desk. */
  | 'none';

/** What each trouble says, on whatever channel it occurs. */
const SIGN: Readonly<Record<DeliveryTrouble['code'], ContactSign>> = {
  'not-https': 'nothing-left',
  'certificates-unreadable': 'nothing-left',
  'not-configured': 'nothing-left',
  'not-certified': 'nothing-left',
  'other-key': 'nothing-left',
  'takes-strangers': 'nothing-left',
  'no-connection-in-time': 'nothing-left',
  'no-connection': 'nothing-left',
  'ended-in-handshake': 'nothing-left',
  'ended-without-asking': 'nothing-left',
  'refused-without-asking': 'nothing-left',
  'handshake-failed': 'nothing-left',
  'handshake-without-key': 'nothing-left',
  // A mail server that cannot be used keeps every notice back, also where it says so.
  'no-starttls': 'nothing-left',
  'login-refused': 'nothing-left',
  'folder-unusable': 'nothing-left',

  'secure-connection-ended': 'no-answer',
  'ended-unanswered': 'no-answer',
  'no-answer-in-time': 'no-answer',

  redirected: 'answered',
  'answer-too-long': 'answered',
  answered: 'answered',
  'answered-with': 'answered',
  'refused-and-signed': 'answered',
  'receipt-unproven': 'answered',
  'refusal-unproven': 'answered',
  'report-unproven': 'answered',
  'partner-answer-unreadable': 'answered',
  'partner-needs-time': 'answered',
  'partner-has-baseline': 'answered',
  'partner-has-acted': 'answered',
  'partner-has-finished': 'answered',
  'partner-assigned-elsewhere': 'answered',
  'partner-codes-differ': 'answered',
  'partner-outcome-unknown': 'answered',

  'called-off': 'none',
  'not-ordered': 'none',
  // It came as a file.
  'refused-by-file': 'none',
  // Also of an attempt that was cut off, and is not repeated.
  'outcome-unknown': 'none',
  'notice-needs-address': 'none',
  'notice-needs-illegal': 'none',
  'contacts-changed': 'none',
  'no-contact': 'none',
  'first-notice': 'none',
  // These are told before the partner is asked, or after.
  'partner-needs-address': 'none',
  'partner-needs-country': 'none',
  'partner-needs-verdict': 'none',
  'partner-needs-classification': 'none',
  'partner-needs-site-type': 'none',
  'partner-knows-no-earlier': 'none',
};

/** @param trouble null where the referral was delivered */
export const contactSign = (trouble: DeliveryTrouble | null): ContactSign =>
  trouble === null ? 'answered' : SIGN[trouble.code];

/** @param sign what the attempt that ended now says; `none` leaves the contact as it is */
export function afterContact(contact: DeskContact, sign: ContactSign, nowMs: number): DeskContact {
  if (sign === 'none') return contact;
  if (sign === 'answered') return IN_CONTACT;
  const failures = contact.failures + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - FAILURES_TO_OPEN));
  return { failures, silentSinceMs: contact.silentSinceMs ?? nowMs, probeAtMs: nowMs + pauseMs };
}

/** Whether the trouble says that the desk gave no sign of life. A desk that answers with an error is there. */
export const isWithoutContact = ({ code }: DeliveryTrouble): boolean =>
  SIGN[code] === 'nothing-left' || SIGN[code] === 'no-answer';

/**
 * Whether an attempt counts against the referral's own limit. During an outage it does not where nothing was sent:
 * otherwise one referral after the other would be parked for what none of them caused.
 */
export const isReferralsOwn = (sign: ContactSign, contact: DeskContact): boolean =>
  contact.failures < FAILURES_TO_OPEN || sign !== 'nothing-left';
