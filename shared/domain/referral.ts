import { z } from 'zod';
import { Assessment } from './assessment.ts';
import { SubjectKind } from './case.ts';
import { CountryCode } from './country.ts';
import { Hashes } from './hashes.ts';
import { AssessmentId, CaseId, DestinationId, ReferralId } from './ids.ts';
import { inboundText } from './inbound-text.ts';
import { Instant, ReportedHosting } from './report.ts';
import { TakedownEvent } from './takedown.ts';
import { withCodePoints } from './visible-text.ts';

/** Lower-case hexadecimal SHA-256. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A new referral, or one that amends or retracts an earlier one. */
export const ReferralKind = z.enum(['new', 'amendment', 'retraction']);
export type ReferralKind = z.infer<typeof ReferralKind>;

/**
 * The content a destination receives, as RFC 8785 canonical JSON (`hashline-referral/1`). Frozen when it is queued:
 * every attempt sends the same bytes.
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
    /**
     * Where the latest report that says so saw it hosted; absent where none does, or where the assessment names another
     * country than that report.
     */
    reportedHosting: ReportedHosting.pick({ ip: true, network: true }).optional(),
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
   * The hotline's ledger up to about now, as a signed note (C2SP tlog-checkpoint). With it, the holder of the body can
   * later show that the ledger was reset or rewritten since.
   */
  checkpoint: z.string().max(1000).optional(),
});
export type ReferralBody = z.infer<typeof ReferralBody>;

/**
 * A desk's text, which is shown and goes into the ledger: it is checked like any other input, and must be one line
 * without hidden characters.
 */
const deskText = (maximum: number) =>
  inboundText(maximum).refine((text) => withCodePoints(text) === text, {
    error: 'contains hidden characters',
  });

/** A receiver's statement of what it has, inside a JWS signed by the receiver (`hashline-receipt/1`). */
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
 * A receiver's statement of what it refuses, inside a JWS signed by the receiver (`hashline-refusal/1`). It names the
 * bytes and not the referral, because an unreadable body has no id.
 */
export const Refusal = z.strictObject({
  format: z.literal('hashline-refusal/1'),
  idempotencyKey: Digest,
  bodySha256: Digest,
  refusedAt: Instant,
  receiver: deskText(200).min(1),
  /** A code for programs, such as `bad-referral`. */
  error: deskText(100).min(1),
  /** A sentence for the person who has to decide what to do next. */
  detail: deskText(1000),
});
export type Refusal = z.infer<typeof Refusal>;

/** The most events a takedown report can carry, far more than occur for one referral. */
export const MOST_REPORTED_EVENTS = 250;

/**
 * A receiver's statement about the takedown of a referral, inside a JWS signed by the receiver (`hashline-takedown/1`):
 * every event so far, oldest first. It names the bytes too, so that a statement about one referral says nothing about
 * another.
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

/** `withdrawn`: its decision was taken back before it was sent. */
/** `void`: ordered by a decision that does not stand, because another was made at once. */
export const ReferralState = z.enum([
  'queued',
  'sending',
  'delivered',
  'refused',
  'parked',
  'withdrawn',
  'void',
]);
export type ReferralState = z.infer<typeof ReferralState>;
