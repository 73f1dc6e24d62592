import { z } from 'zod';
import { Assessment } from './assessment.ts';
import { SubjectKind } from './case.ts';
import { CountryCode } from './country.ts';
import { Hashes } from './hashes.ts';
import { AssessmentId, CaseId, DestinationId, ReferralId } from './ids.ts';
import { inboundText } from './inbound-text.ts';
import { Instant } from './report.ts';
import { TakedownEvent } from './takedown.ts';
import { withCodePoints } from './visible-text.ts';

/** Lower-case hexadecimal SHA-256. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A new referral, or one that points back at an earlier one and changes or withdraws it. */
export const ReferralKind = z.enum(['new', 'amendment', 'retraction']);
export type ReferralKind = z.infer<typeof ReferralKind>;

/**
 * What a destination receives, as RFC 8785 canonical JSON (`hashline-referral/1`). Frozen when it is queued: every
 * attempt sends the same bytes.
 */
export const ReferralBody = z.strictObject({
  format: z.literal('hashline-referral/1'),
  referral: ReferralId,
  kind: ReferralKind,
  inReplyTo: ReferralId.nullable(),
  hotline: z.strictObject({ name: z.string().max(200), country: CountryCode }),
  destination: DestinationId,
  createdAt: Instant,
  subject: z.strictObject({
    case: CaseId,
    kind: SubjectKind,
    /** The address or link; null for a file. */
    url: z.string().max(4096).nullable(),
    hashes: Hashes.nullable(),
    sightings: z.number().int().positive(),
    firstReceivedAt: Instant.nullable(),
  }),
  assessment: z.strictObject({
    id: AssessmentId,
    assessedAt: Instant,
    judgement: Assessment,
  }),
  route: z.strictObject({
    category: z.string(),
    policy: z.strictObject({ id: z.string(), version: z.number().int() }),
    deadlineAt: Instant.nullable(),
  }),
  /**
   * The hotline's ledger up to about now, as a signed note (C2SP tlog-checkpoint). Whoever has the body can show later that
   * the ledger was taken back or written anew since.
   */
  checkpoint: z.string().max(1000).optional(),
});
export type ReferralBody = z.infer<typeof ReferralBody>;

/** A text of a desk that is shown and goes into the ledger: a door like any other, and one line without anything hidden in it. */
const deskText = (maximum: number) =>
  inboundText(maximum).refine((text) => withCodePoints(text) === text, {
    error: 'contains hidden characters',
  });

/** What a receiver states it has, inside a JWS signed by the receiver (`hashline-receipt/1`). */
export const Receipt = z.strictObject({
  format: z.literal('hashline-receipt/1'),
  referral: ReferralId,
  idempotencyKey: Digest,
  bodySha256: Digest,
  receivedAt: Instant,
  receiver: deskText(200).min(1),
  /** The receiver's own file number. */
  reference: deskText(200).min(1),
});
export type Receipt = z.infer<typeof Receipt>;

/**
 * What a receiver states it will not take, inside a JWS signed by the receiver (`hashline-refusal/1`). It names the bytes
 * and not the referral: a body that cannot be read has no id.
 */
export const Refusal = z.strictObject({
  format: z.literal('hashline-refusal/1'),
  idempotencyKey: Digest,
  bodySha256: Digest,
  refusedAt: Instant,
  receiver: deskText(200).min(1),
  /** A word for machines, such as `bad-referral`. */
  error: deskText(100).min(1),
  /** A sentence for the person who has to decide what comes next. */
  detail: deskText(1000),
});
export type Refusal = z.infer<typeof Refusal>;

/** As many as a takedown report can carry, far more than become known of one referral. */
export const MOST_REPORTED_EVENTS = 250;

/**
 * What a receiver states has become of a referral, inside a JWS signed by the receiver (`hashline-takedown/1`): every event so far,
 * oldest first. It names the bytes too, so that what is said of one referral says nothing of another.
 */
export const TakedownReport = z.strictObject({
  format: z.literal('hashline-takedown/1'),
  referral: ReferralId,
  bodySha256: Digest,
  reportedAt: Instant,
  receiver: deskText(200).min(1),
  events: z.array(TakedownEvent).max(MOST_REPORTED_EVENTS),
});
export type TakedownReport = z.infer<typeof TakedownReport>;

/** `withdrawn`: its decision was taken back before it went. */
export const ReferralState = z.enum(['queued', 'sending', 'delivered', 'refused', 'parked', 'withdrawn']);
export type ReferralState = z.infer<typeof ReferralState>;

/** What came of one attempt to deliver. */
export type DeliveryOutcome =
  | { type: 'delivered'; receipt: Receipt; receiptJws: string }
  /** The destination said no for good and signed it: the referral ends here, and its case needs a person. */
  | { type: 'refused'; reason: string; refusal: Refusal; refusalJws: string }
  /**
   * The answer says that coming again is of no use, but not that the desk said so: a proxy, a wrong address or an expired
   * certificate answers like that too. The referral waits for a person, who can send the same bytes again.
   */
  | { type: 'stuck'; reason: string }
  /** Nobody knows whether it arrived, or the destination asks to come again: the same bytes go again. */
  | { type: 'retry'; reason: string; retryAfterMs: number | null };

export interface CourierLimits {
  maxAttempts: number;
  baseDelayMs: number;
  maxDelayMs: number;
}

export type Delivery =
  | { state: 'delivered' }
  | { state: 'refused'; reason: string }
  | { state: 'parked'; reason: string }
  | { state: 'queued'; nextAttemptAtMs: number; reason: string };

/**
 * Decides what becomes of a referral after an attempt: exponential backoff with full jitter (AWS Architecture Blog,
 * "Exponential Backoff And Jitter"), `Retry-After` honoured as the least delay, parked after the policy's limit and
 * never dropped.
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
  const delayMs = Math.max(outcome.retryAfterMs ?? 0, Math.floor(random * ceiling));
  return { state: 'queued', nextAttemptAtMs: nowMs + delayMs, reason: outcome.reason };
}

/** No delay is longer: `Retry-After` is cut to it, and policies stay far below. */
export const LONGEST_DELAY_MS = 24 * 3_600_000;

/**
 * Whether a referral that waits for `nextAttemptAtMs` goes now. A moment further off than any delay that was ever given
 * means that the clock was set back meanwhile; waiting for it could take years.
 */
export const isDue = (nextAttemptAtMs: number, nowMs: number): boolean =>
  nextAttemptAtMs <= nowMs || nextAttemptAtMs > nowMs + LONGEST_DELAY_MS;
