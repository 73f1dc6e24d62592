import type { DeliveryTrouble } from './delivery-trouble.ts';
import type { Evidence } from './evidence.ts';
import type { Refusal } from './referral.ts';

/**
 * The outcome of one attempt to deliver. `isWithSender`: the desk certainly does not have the referral because of this
 * attempt; without it, it may have.
 */
export type DeliveryOutcome =
  | { type: 'delivered'; evidence: Evidence }
  /** The desk signed a final refusal: the referral ends here, and its case needs a person. */
  | { type: 'refused'; reason: DeliveryTrouble; refusal: Refusal; refusalJws: string }
  /**
   * The answer says that a retry is of no use, but is not signed by the desk: a proxy, a wrong address or an expired
   * certificate gives such an answer too. The referral waits for a person, who can send the same bytes again.
   */
  | { type: 'stuck'; reason: DeliveryTrouble; isWithSender?: true }
  /** It is not known whether the referral arrived, or the desk asks for a retry: the same bytes are sent again. */
  | { type: 'retry'; reason: DeliveryTrouble; retryAfterMs: number | null; isWithSender?: true };

export interface CourierLimits {
  maxAttempts: number;
  baseDelayMs: number;
  maxDelayMs: number;
}

export type Delivery =
  | { state: 'delivered' }
  | { state: 'refused'; reason: DeliveryTrouble }
  | { state: 'parked'; reason: DeliveryTrouble }
  | { state: 'queued'; nextAttemptAtMs: number; reason: DeliveryTrouble };

/** Of the longest delay after an attempt, how much passes in any case: an attempt at once would only fail again. */
const LEAST_PART = 0.1;

/**
 * The next step of a referral after an attempt: exponential backoff with jitter over nine tenths of it (after the AWS
 * Architecture Blog, "Exponential Backoff And Jitter", whose full jitter begins at nothing), with `Retry-After` as the
 * least delay; parked after the policy's limit, and never dropped.
 * @param attempts attempts made so far, this one included
 * @param random in [0, 1)
 */
export function afterAttempt(
  outcome: DeliveryOutcome,
  attempts: number,
  nowMs: number,
  random: number,
  limits: CourierLimits,
): Delivery {
  if (outcome.type === 'delivered') return { state: 'delivered' };
  if (outcome.type === 'refused') return { state: 'refused', reason: outcome.reason };
  if (outcome.type === 'stuck' || attempts >= limits.maxAttempts)
    return { state: 'parked', reason: outcome.reason };
  const ceiling = Math.min(limits.maxDelayMs, limits.baseDelayMs * 2 ** (attempts - 1));
  const part = LEAST_PART + (1 - LEAST_PART) * random;
  const delayMs = Math.max(outcome.retryAfterMs ?? 0, Math.ceil(part * ceiling));
  return { state: 'queued', nextAttemptAtMs: nowMs + delayMs, reason: outcome.reason };
}

/** The longest delay: `Retry-After` is cut to it, and policies stay far below. */
export const LONGEST_DELAY_MS = 24 * 3_600_000;

/**
 * Whether a referral that waits for `nextAttemptAtMs` is sent now. A time further away than any possible delay means
 * that the clock was set back meanwhile; waiting for it could take years.
 */
export const isDue = (nextAttemptAtMs: number, nowMs: number): boolean =>
  nextAttemptAtMs <= nowMs || nextAttemptAtMs > nowMs + LONGEST_DELAY_MS;
