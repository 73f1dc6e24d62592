import { z } from 'zod';
import { AssessedHosting, Assessment } from '../../domain/assessment.ts';
import {
  AssessmentId,
  CaseId,
  DestinationId,
  PersonId,
  ReferralId,
  SecondReviewId,
} from '../../domain/ids.ts';
import { Digest, ReferralKind } from '../../domain/referral.ts';
import { Instant } from '../../domain/report.ts';
import { Route } from '../../domain/routing.ts';
import { SamplingPeriod } from '../../domain/second-review.ts';
import { kind } from './kind.ts';
import { Country } from './plain-forms.ts';

/** The part of an entry about an assessment that every verifier reads; a stricter schema would change verdicts. */
export const OfAssessment = z.object({ assessment: AssessmentId });
/** The part of a decision that every verifier reads. */
export const Decided = OfAssessment.extend({
  judgement: z.object({ legality: z.string(), classification: z.string().optional() }),
  route: z.object({ category: z.string() }),
});
/** The same part of a decision that replaces another. */
export const Replacing = Decided.omit({ assessment: true }).extend({ decision: AssessmentId });
/** The same part of a second review. */
export const Reviewed = Decided.extend({ agrees: z.boolean() });
/** The same part of an entry about two decisions that were made at once: who made the first and the second. */
export const Paralleled = OfAssessment.extend({ by: PersonId, second: PersonId, agrees: z.boolean() });
/** Shows a verifier that an assessment waits for a second person. */
export const Drawn = z.object({ secondReview: z.object({ drawn: z.literal(true) }) });
/** Shows a verifier that an assessment waits for the draw. */
export const Undrawn = z.object({ secondReview: z.object({ drawn: z.null() }) });
/** The part of such an entry that every verifier reads besides the decision. */
export const InPeriod = z.object({ secondReview: z.object({ period: z.string() }) });
/** The part of an entry about a sampling period that every verifier reads. */
export const OfPeriod = z.object({ period: z.string() });
/** The same part of a draw: the assessments that were drawn, and those that were not. */
export const DrawMade = OfPeriod.extend({ drawn: z.array(AssessmentId), passed: z.array(AssessmentId) });

/**
 * A judgement without its note, which is free text about a case: only its digest, bound to the decision, is included.
 */
const Judged = z.strictObject({
  case: CaseId,
  ...OfAssessment.shape,
  judgement: Assessment.omit({ note: true }).extend({
    hosting: AssessedHosting.extend({ country: Country.nullable() }),
    reasons: Assessment.shape.reasons.unwrap(),
  }),
  noteSha256: Digest,
  route: z.strictObject({ ...Route.shape, policy: z.strictObject(Route.shape.policy.shape) }),
});

/** A decision, and the referrals it orders. */
const Ordering = Judged.extend({
  referrals: z.array(
    z.strictObject({
      id: ReferralId,
      destination: DestinationId,
      purpose: ReferralKind,
      bodySha256: Digest,
      idempotencyKey: Digest,
    }),
  ),
});

/** `drawn` is null where a seed decides: it is sealed to supervisors, so that the draw comes later. */
const Draw = z.strictObject({ period: SamplingPeriod, rate: z.number(), drawn: z.boolean().nullable() });

/** The parts of a decision that are content. */
const Noted = z.strictObject({ note: z.string() });

/** The same of a decision that orders referrals. */
const Frozen = Noted.extend({
  /** Until then it can be taken back, and nothing of it goes out. */
  heldUntil: Instant.nullable(),
  /** When the case was due. */
  dueAt: Instant,
  /** The bodies of its referrals, in their order, as they go out. */
  bodies: z.array(z.string()),
});

/** The second review it was drawn for; null where it was not, or not yet. The id is known to no reader of the record. */
const DrawnFor = { review: SecondReviewId.nullable() };

/** `assessment` is the assessment that is replaced, `decision` the one that replaces it. */
const InPlace = Ordering.extend({ decision: AssessmentId });

const OfCase = z.strictObject({ case: CaseId, ...OfAssessment.shape });

export const assessmentKinds = [
  kind('case.assessed', {
    data: Ordering.extend({ secondReview: Draw }),
    enclosure: Frozen.extend(DrawnFor),
    signer: 'person',
    duty: 'assess',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  kind('assessment.revealed', {
    data: OfCase,
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  kind('assessment.reviewed', {
    data: Judged.extend({ review: SecondReviewId, agrees: z.boolean() }),
    enclosure: Noted,
    signer: 'person',
    duty: 'assess',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  kind('assessment.upheld', {
    data: OfCase.extend({ review: SecondReviewId }),
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  kind('assessment.overturned', {
    data: InPlace.extend({ review: SecondReviewId }),
    enclosure: Frozen,
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  // Two decided at once, each without the other's decision: the seat whose decision came second in the order says so.
  kind('assessment.paralleled', {
    data: OfCase.extend({
      parallel: AssessmentId,
      by: PersonId,
      second: PersonId,
      agrees: z.boolean(),
      review: SecondReviewId,
    }),
    signer: 'device',
    group: 'decisions',
    class: 'machine',
    mentions: ({ parallel }) => [parallel],
    changes: ['reviews'],
  }),
  kind('assessment.withdrawn', {
    data: OfCase.extend({ referrals: z.array(ReferralId) }),
    signer: 'person',
    duty: 'assess',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  kind('assessment.corrected', {
    data: InPlace.extend({ reasonSha256: Digest, secondReview: Draw }),
    enclosure: Frozen.extend({ ...DrawnFor, reason: z.string() }),
    signer: 'person',
    duty: 'assess',
    group: 'decisions',
    class: 'free',
    changes: ['reviews'],
  }),
  kind('assessment.noted', {
    data: OfCase.extend({ note: z.string(), wordsSha256: Digest }),
    enclosure: z.strictObject({ to: PersonId, words: z.string() }),
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
  }),
] as const;

/** Golden cases: decided ones whose answer is settled, and the answers of people who do not know it. */
export const goldenKinds = [
  kind('golden.added', {
    data: OfCase.extend({ golden: SecondReviewId }),
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
  }),
  kind('golden.removed', {
    data: z.strictObject({ golden: SecondReviewId, case: CaseId }),
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'free',
  }),
  kind('golden.answered', {
    data: Judged.extend({ golden: SecondReviewId, right: z.boolean() }),
    enclosure: Noted,
    signer: 'person',
    duty: 'assess',
    group: 'decisions',
    class: 'free',
  }),
] as const;

/** The seed of a period, sealed to a supervisor. */
const Seal = z.strictObject({
  person: PersonId,
  /** The key that signs for them: another one makes the seal worthless. */
  publicKey: z.string(),
  ephemeral: z.string(),
  nonce: z.string(),
  box: z.string(),
});
const Seals = z.strictObject({ seals: z.array(Seal) });

/**
 * The draw for second review, by period. A supervisor signs it, because the seed is sealed to supervisors: who has the
 * workstation's key alone can neither draw nor choose the seed.
 */
export const samplingKinds = [
  kind('sampling.opened', {
    data: z.strictObject({ period: SamplingPeriod, commitment: Digest }),
    enclosure: Seals,
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'firm',
    changes: ['reviews'],
  }),
  kind('sampling.sealed', {
    data: z.strictObject({ period: SamplingPeriod, to: z.array(PersonId) }),
    enclosure: Seals,
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'firm',
  }),
  kind('sampling.drawn', {
    data: z.strictObject({ ...DrawMade.shape, period: SamplingPeriod }),
    /** The second reviews of those drawn, in their order. */
    enclosure: z.strictObject({ reviews: z.array(SecondReviewId) }),
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'firm',
    changes: ['reviews'],
  }),
  kind('sampling.closed', {
    /** `seed` is null where no supervisor could open it any more. */
    data: z.strictObject({ period: SamplingPeriod, seed: Digest.nullable() }),
    signer: 'person',
    duty: 'oversee',
    group: 'decisions',
    class: 'firm',
    changes: ['reviews'],
  }),
] as const;
