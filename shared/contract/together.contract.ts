import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Classification, Legality } from '../domain/assessment.ts';
import { CaseState, SubjectKind } from '../domain/case.ts';
import { CountryCode } from '../domain/country.ts';
import { AssessmentId, CaseId, CommandId, PersonId } from '../domain/ids.ts';
import { KinKind } from '../domain/kin.ts';
import { MOST_AT_ONCE } from '../domain/policy.ts';
import { ReferralKind } from '../domain/referral.ts';
import { Instant } from '../domain/report.ts';
import { Route } from '../domain/routing.ts';
import { SaidOfMany, WhyLeftOut } from '../domain/together.ts';
import { Conflict } from './conflict.ts';
import { repeatable, unrepeatable } from './procedure.ts';

/** The decision on a case that stands, in short. */
export const KinDecision = z.object({
  assessment: AssessmentId,
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }),
  legality: Legality,
  classification: Classification.nullable(),
  route: Route,
});
export type KinDecision = z.infer<typeof KinDecision>;

export const KinCase = z.object({
  case: CaseId,
  kind: SubjectKind,
  /** As `CaseSummary`: show it defanged. */
  subject: z.string(),
  state: CaseState,
  hosting: CountryCode.nullable(),
  /** How far its picture is from that of the case; null for kin of other kinds. */
  distance: z.int().nullable(),
  decision: KinDecision.nullable(),
});
export type KinCase = z.infer<typeof KinCase>;

/** Cases that share one thing with a case. */
export const Kin = z.object({
  kind: KinKind,
  /** What they share: a hash as `algorithm:value`, a host, a pattern, the name of a list or file. Null where nothing names it. */
  says: z.string().nullable(),
  /** What differs in the addresses of a pattern. */
  varies: z.array(z.enum(['number', 'code', 'name'])),
  /** Decided ones first, then those that wait; in each the last taken in first. */
  cases: z.array(KinCase),
  /** How many there are; where `isCut`, there are more that were not counted. */
  total: z.int(),
  isCut: z.boolean(),
  /** How many of them wait for a decision, and how many for the person's own second review, which are not shown. */
  open: z.int(),
  hidden: z.int(),
});
export type Kin = z.infer<typeof Kin>;

const Many = z.array(CaseId).min(1).max(MOST_AT_ONCE);

/** Cases that would be left out, or were, for one reason; `some` names the first ones. */
export const LeftOut = z.object({ why: WhyLeftOut, cases: z.int().positive(), some: z.array(CaseId) });
export type LeftOut = z.infer<typeof LeftOut>;

export const TogetherPreview = z.object({
  /** How many of the cases take each route, and what goes where because of it; what most take first. */
  routes: z.array(
    z.object({
      route: Route,
      sends: z.array(z.object({ destination: z.string(), purpose: ReferralKind })),
      state: CaseState,
      cases: z.int().positive(),
    }),
  ),
  left: z.array(LeftOut),
  /** How many would be decided. */
  decides: z.int(),
});
export type TogetherPreview = z.infer<typeof TogetherPreview>;

export const DecidedTogether = z.object({
  case: CaseId,
  assessment: AssessmentId,
  route: Route,
  heldUntil: Instant.nullable(),
});
export type DecidedTogether = z.infer<typeof DecidedTogether>;

/** The next cases that were decided or left out; whatever a step names is in the record. */
export const DecidingStep = z.object({
  decided: z.array(DecidedTogether),
  left: z.array(z.object({ case: CaseId, why: WhyLeftOut })),
  done: z.int(),
  of: z.int(),
  perSecond: z.number(),
});
export type DecidingStep = z.infer<typeof DecidingStep>;

export const TakingBackStep = z.object({
  taken: z.array(CaseId),
  kept: z.array(z.object({ case: CaseId, why: Conflict })),
  done: z.int(),
  of: z.int(),
});
export type TakingBackStep = z.infer<typeof TakingBackStep>;

export const togetherContract = {
  /** The kin of a case, the strongest kind first; kinds without any case are left out. Nothing is claimed or recorded. */
  kin: repeatable('review')
    .input(
      z.strictObject({
        case: CaseId,
        kinds: z.array(KinKind).max(KinKind.options.length).optional(),
        /** Only those that wait for a decision. */
        open: z.boolean().default(false),
        limit: z.int().min(1).max(MOST_AT_ONCE).default(8),
      }),
    )
    .output(z.array(Kin)),
  /** What deciding these cases together would do, by the rules that decide one. Nothing is recorded. */
  preview: repeatable('assess')
    .input(z.strictObject({ cases: Many, judgement: SaidOfMany }))
    .output(TogetherPreview),
  /**
   * Decides cases one after the other, each with an assessment, an entry and referrals of its own, a few in one
   * transaction. Closing the iterator stops it before the next few. The same command again goes on where it ended, and
   * says again what it did before. CONFLICT where the policy allows fewer at once (`review.atOnce`).
   */
  decide: unrepeatable('assess')
    .input(z.strictObject({ command: CommandId, cases: Many, judgement: SaidOfMany }))
    .output(eventIterator(DecidingStep)),
  /** Takes back own decisions that are held, as `review.withdraw` does one: those that cannot be are named with the reason. */
  takeBack: unrepeatable('assess')
    .input(
      z.strictObject({
        command: CommandId,
        decisions: z
          .array(z.strictObject({ case: CaseId, assessment: AssessmentId }))
          .min(1)
          .max(MOST_AT_ONCE),
      }),
    )
    .output(eventIterator(TakingBackStep)),
};
