import { z } from 'zod';
import { Assessment } from '../domain/assessment.ts';
import { SubjectKind } from '../domain/case.ts';
import { CountryCode } from '../domain/country.ts';
import { Hashes } from '../domain/hashes.ts';
import { AssessmentId, CaseId, CommandId, PersonId, SecondReviewId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Instant } from '../domain/report.ts';
import { Comparison, ReviewedAttribute, SamplingPeriod } from '../domain/second-review.ts';
import { repeatable } from './procedure.ts';
import { Judged, Sighting } from './review.contract.ts';

/**
 * A case to be decided as if it had not been: nothing here reveals the first decision, or whether it is a golden case.
 */
export const BlindCase = z.object({
  review: SecondReviewId,
  case: CaseId,
  kind: SubjectKind,
  /** The address as reported, or the file's strongest hash as `algorithm:value`. Show it defanged. */
  subject: z.string(),
  hashes: Hashes.nullable(),
  hosting: CountryCode.nullable(),
  receivedAt: Instant.nullable(),
  /** The newest ones, at most 200; the review's `sightings` reads on. */
  sightings: z.array(Sighting),
  /** How many there are. */
  sightingsTotal: z.int(),
});
export type BlindCase = z.infer<typeof BlindCase>;

const Named = z.object({ id: PersonId, name: z.string() });

/** Two people's different decisions on one case. */
export const Disagreement = z.object({
  review: SecondReviewId,
  case: CaseId,
  subject: z.string(),
  kind: SubjectKind,
  first: Judged.extend({ id: AssessmentId }),
  second: Judged,
  differences: z.array(Comparison),
  /** Whether the person asking may settle it: a supervisor who is neither of the two. */
  mine: z.boolean(),
});
export type Disagreement = z.infer<typeof Disagreement>;

/** A supervisor's decision on a disagreement. */
export const Settlement = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('uphold') }),
  /** The case is decided anew with this judgement; its referrals are amended or withdrawn. */
  z.strictObject({ outcome: z.literal('overturn'), judgement: Assessment }),
]);
export type Settlement = z.infer<typeof Settlement>;

/** A supervisor's note to the author of an assessment. */
export const ReviewNote = z.object({
  id: SecondReviewId,
  case: CaseId,
  subject: z.string(),
  kind: SubjectKind,
  from: Named,
  at: Instant,
  words: z.string(),
  readAt: Instant.nullable(),
});
export type ReviewNote = z.infer<typeof ReviewNote>;

const AgreementFigures = z.object({
  pairs: z.number().int(),
  same: z.number().int(),
  /** Share rated the same, in [0, 1]; null where nothing was rated. */
  observed: z.number().nullable(),
  /** Cohen's kappa; null where it is undefined. */
  kappa: z.number().nullable(),
});

export const AgreementReport = z.object({
  from: SamplingPeriod,
  to: SamplingPeriod,
  /** Assessments that wait for the draw. */
  undrawn: z.number().int(),
  drawn: z.number().int(),
  /** Reviews that wait for a reviewer, or for a supervisor. */
  waiting: z.number().int(),
  disputed: z.number().int(),
  agreed: z.number().int(),
  upheld: z.number().int(),
  overturned: z.number().int(),
  attributes: z.array(AgreementFigures.extend({ attribute: ReviewedAttribute })),
  /** Agreement of whole decisions, for each period. */
  periods: z.array(AgreementFigures.extend({ period: SamplingPeriod })),
  /** The same for each pair of first and second reviewer. */
  pairs: z.array(AgreementFigures.extend({ first: Named, second: Named })),
  /** Answers to golden cases, by person. */
  golden: z.array(z.object({ person: Named, answered: z.number().int(), right: z.number().int() })),
});
export type AgreementReport = z.infer<typeof AgreementReport>;

/** The sample of a period, drawn again for comparison. */
export const SampleReport = z.object({
  period: SamplingPeriod,
  /** SHA-256 of the seed, hexadecimal, as it was recorded before the first draw; null where no seed was needed. */
  commitment: z.string().nullable(),
  /**
   * Hexadecimal; null while the period lasts, because with it the draws could be predicted, and where nobody could open
   * it any more.
   */
  seed: z.string().nullable(),
  assessments: z.number().int(),
  drawn: z.number().int(),
  /** Those that wait for the draw, which is made when a supervisor who has the seed unlocks. */
  undrawn: z.number().int(),
  /** Whether the draws were compared with the seed: not while only supervisors can open it and another person asks. */
  checked: z.boolean(),
  /** Assessments whose draw does not follow from seed and rate. Empty where the sample fits its seed. */
  mismatches: z.array(AssessmentId),
  sample: z.array(z.object({ assessment: AssessmentId, rate: z.number(), position: z.number().nullable() })),
});
export type SampleReport = z.infer<typeof SampleReport>;

/** A decided case whose answer is settled, mixed unrecognisably among those that wait. */
export const GoldenCase = z.object({
  id: SecondReviewId,
  case: CaseId,
  subject: z.string(),
  kind: SubjectKind,
  answer: Judged,
  addedAt: Instant,
  addedBy: Named,
  removedAt: Instant.nullable(),
  answered: z.number().int(),
  right: z.number().int(),
});
export type GoldenCase = z.infer<typeof GoldenCase>;

const Words = inboundText(2000).min(3);

export const secondReviewContract = {
  /**
   * The cases the person may review: never their own, never those whose decision they have seen. Their order reveals
   * nothing.
   */
  waiting: repeatable('assess')
    .input(z.strictObject({ limit: z.number().int().min(1).max(200).default(50) }))
    .output(z.object({ total: z.number().int(), cases: z.array(BlindCase) })),
  /** Decides one of them. The answer does not say whether both agree, because that would reveal the first decision. */
  judge: repeatable('assess')
    .input(z.strictObject({ command: CommandId, review: SecondReviewId, judgement: Assessment }))
    .output(z.object({ recorded: z.literal(true) })),
  /** Shows a supervisor a waiting assessment, and records it: they can no longer review it. */
  reveal: repeatable('oversee')
    .input(z.strictObject({ command: CommandId, case: CaseId }))
    .output(z.object({ revealed: z.array(AssessmentId) })),
  disagreements: repeatable('oversee').output(z.array(Disagreement)),
  settle: repeatable('oversee')
    .input(
      z.strictObject({
        command: CommandId,
        review: SecondReviewId,
        settlement: Settlement,
        /** A note to the author of the first assessment. */
        note: Words.optional(),
      }),
    )
    .output(
      z.object({
        outcome: z.enum(['upheld', 'overturned']),
        assessment: AssessmentId.nullable(),
        referrals: z.array(
          z.object({ destination: z.string(), purpose: z.enum(['new', 'amendment', 'retraction']) }),
        ),
      }),
    ),
  /** Notes to the person, newest first. */
  notes: repeatable('review').output(z.array(ReviewNote)),
  markRead: repeatable('review')
    .input(z.strictObject({ command: CommandId, note: SecondReviewId }))
    .output(z.object({ read: z.literal(true) })),
  agreement: repeatable('oversee')
    .input(z.strictObject({ from: SamplingPeriod.optional(), to: SamplingPeriod.optional() }))
    .output(AgreementReport),
  /** Draws a period's sample again from its seed and compares. NOT_FOUND where nothing was drawn in it. */
  sample: repeatable('export-ledger')
    .input(z.strictObject({ period: SamplingPeriod }))
    .output(SampleReport),
  periods: repeatable('export-ledger').output(
    z.array(z.object({ period: SamplingPeriod, closed: z.boolean() })),
  ),
  golden: repeatable('oversee').output(z.array(GoldenCase)),
  /** Makes a decided case golden; its last assessment is the answer. */
  addGolden: repeatable('oversee')
    .input(z.strictObject({ command: CommandId, case: CaseId }))
    .output(GoldenCase),
  removeGolden: repeatable('oversee')
    .input(z.strictObject({ command: CommandId, golden: SecondReviewId }))
    .output(GoldenCase),
};
