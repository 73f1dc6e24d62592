import { z } from 'zod';
import { Assessment } from '../domain/assessment.ts';
import { AssignmentReason, isReasonGiven } from '../domain/assignment.ts';
import { CaseState, CaseSummary, SubjectKind } from '../domain/case.ts';
import { KnownAs, MatchOpinion, MatchProposal } from '../domain/case-match.ts';
import { CountryCode } from '../domain/country.ts';
import { HashAlgorithm } from '../domain/hashes.ts';
import { AssessmentId, CaseId, CommandId, PersonId, ReferralId, ReportId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { ReferralKind, ReferralState } from '../domain/referral.ts';
import { Instant } from '../domain/report.ts';
import { Route } from '../domain/routing.ts';
import { TakedownEvent } from '../domain/takedown.ts';
import { CaseKin, CaseMatch } from './case-match.ts';
import { repeatable } from './procedure.ts';

/** Opaque position in the queue; ask for what comes after it. */
export const QueueCursor = z.string().max(200);

export const QueueFilter = z.strictObject({
  state: CaseState.optional(),
  hosting: CountryCode.optional(),
  kind: SubjectKind.optional(),
  /** Only what the person at work has claimed or was given. */
  mine: z.boolean().optional(),
  /** Only what lists know as this. */
  knownAs: KnownAs.optional(),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

export const QueuePage = z.object({
  /** How many cases fit the filter. */
  total: z.number().int(),
  cases: z.array(CaseSummary),
  next: QueueCursor.nullable(),
});
export type QueuePage = z.infer<typeof QueuePage>;

export const Sighting = z.object({
  report: ReportId,
  receivedAt: Instant.nullable(),
  channel: z.string(),
  source: z.string().nullable(),
  reference: z.string().nullable(),
  /** Whether the report tells a story; `revealNarrative` shows it. */
  hasNarrative: z.boolean(),
  /** The subject as this report named it. */
  subject: z.string(),
  referrer: z.string().nullable(),
  siteType: z.string().nullable(),
  hosting: CountryCode.nullable(),
});
export type Sighting = z.infer<typeof Sighting>;

export const ReferralSummary = z.object({
  id: ReferralId,
  /** Null, like `subject`, while the case waits for a second review by whoever asks. */
  case: CaseId.nullable(),
  /** As the case shows it: the address as reported, or `algorithm:value`. Show it defanged. */
  subject: z.string().nullable(),
  kind: SubjectKind,
  destination: z.string(),
  purpose: ReferralKind,
  /** The referral it changes or withdraws. */
  inReplyTo: ReferralId.nullable(),
  state: ReferralState,
  attempts: z.number().int(),
  queuedAt: Instant,
  /** Null: at the next opportunity, or never where it does not wait. */
  nextAttemptAt: Instant.nullable(),
  /** Until then it waits because its decision can be taken back; null where it does not wait, or never had to. */
  notBefore: Instant.nullable(),
  deadlineAt: Instant.nullable(),
  /** Why it waits, is parked or was refused. */
  reason: z.string().nullable(),
  deliveredAt: Instant.nullable(),
  /** The receiver's own file number. */
  reference: z.string().nullable(),
  takedown: z.array(TakedownEvent),
  /** Why nothing of the desk's last answer about it was recorded; null where that answer holds, or nobody has asked. */
  reportProblem: z.string().nullable(),
});
export type ReferralSummary = z.infer<typeof ReferralSummary>;

/** How somebody judged a case, for the first or a second time. */
export const Judged = z.object({
  assessedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }),
  judgement: Assessment,
  route: Route,
});
export type Judged = z.infer<typeof Judged>;

export const AssessmentRecord = Judged.extend({
  id: AssessmentId,
  /** Until then its author can take it back, if nothing of it has gone out; null: never. */
  heldUntil: Instant.nullable(),
  /** When its author took it back. */
  withdrawnAt: Instant.nullable(),
  /** The assessment it stands in place of, and why. */
  corrects: z.object({ assessment: AssessmentId, reason: z.string() }).nullable(),
});
export type AssessmentRecord = z.infer<typeof AssessmentRecord>;

const Named = z.object({ id: PersonId, name: z.string() });

/** What a supervisor did with a case: gave it to somebody, or (`to` null) took it from whoever had it. */
export const AssignmentRecord = z.object({
  at: Instant,
  by: Named,
  /** Who had it; null: nobody. */
  from: Named.nullable(),
  to: Named.nullable(),
  reason: AssignmentReason,
  words: z.string(),
});
export type AssignmentRecord = z.infer<typeof AssignmentRecord>;

/** Everything the analyst sees of a case. Text and hashes only. */
export const CaseDetail = z.object({
  summary: CaseSummary,
  sightings: z.array(Sighting),
  assessments: z.array(AssessmentRecord),
  referrals: z.array(ReferralSummary),
  /** Oldest first. */
  assignments: z.array(AssignmentRecord),
  /** The strongest first: what counts, what is suppressed or quarantined, what was rejected. At most 200. */
  matches: z.array(CaseMatch),
  matched: MatchOpinion.extend({
    /** Not asked of the lists yet since it, or one of them, changed. */
    isPending: z.boolean(),
    /** Matches in all; `matches` may hold fewer. */
    total: z.int().min(0),
  }),
  /** What the matches suggest; null where nothing. */
  proposal: MatchProposal.nullable(),
  /** The nearest first; at most 50. */
  kin: z.array(CaseKin),
  /** Cases of files that share a hash with this one and differ in another: made alike, or stated wrongly. At most 50. */
  apart: z.array(z.object({ case: CaseId, shared: HashAlgorithm, differs: HashAlgorithm })),
  mergedInto: CaseId.nullable(),
  /** The unfinished assessment as the page saved it, or null. */
  draft: z.string().nullable(),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const AssessResult = z.object({
  assessment: AssessmentId,
  route: Route,
  state: CaseState,
  referrals: z.array(z.object({ id: ReferralId, destination: z.string(), state: ReferralState })),
  /** Until then nothing goes out and `withdraw` takes it back; null where the policy grants no such time. */
  heldUntil: Instant.nullable(),
});
export type AssessResult = z.infer<typeof AssessResult>;

export const WithdrawResult = z.object({
  case: CaseSummary,
  /** What was taken back, to begin again from. */
  judgement: Assessment,
});
export type WithdrawResult = z.infer<typeof WithdrawResult>;

export const CorrectResult = AssessResult.extend({
  referrals: z.array(
    z.object({ id: ReferralId, destination: z.string(), purpose: ReferralKind, state: ReferralState }),
  ),
});
export type CorrectResult = z.infer<typeof CorrectResult>;

/** Most cases one stroke assesses. */
export const ONE_STROKE = 200;

export const AssessKnownResult = z.object({ assessed: z.array(AssessResult.extend({ case: CaseId })) });
export type AssessKnownResult = z.infer<typeof AssessKnownResult>;

/** Why a supervisor steps in: the code stands in the record, of the words only a digest. */
const StepIn = z.strictObject({
  command: CommandId,
  case: CaseId,
  reason: AssignmentReason,
  words: inboundText(500).default(''),
});
const NEEDS_WORDS = {
  path: ['words'],
  error: 'must say why where the reason is "other"',
};

export const reviewContract = {
  queue: repeatable('review')
    .input(
      QueueFilter.extend({
        limit: z.number().int().min(1).max(500).default(50),
        after: QueueCursor.optional(),
      }),
    )
    .output(QueuePage),
  /** How many cases stand in each state. */
  counts: repeatable('review').output(z.record(CaseState, z.number().int())),
  /** A case without claiming it; the page prefetches the next ones with this. */
  case: repeatable('review')
    .input(z.strictObject({ id: CaseId }))
    .output(CaseDetail),
  /**
   * The words of a report about a case. They are in no other answer, because reading them is a burden of its own and
   * leaves a ledger entry.
   */
  revealNarrative: repeatable('review')
    .input(z.strictObject({ case: CaseId, report: ReportId }))
    .output(z.object({ narrative: z.string() })),
  /** Opens a case for work: claims it for the person (the last claim counts) and leaves a ledger entry. */
  claim: repeatable('review')
    .input(z.strictObject({ command: CommandId, id: CaseId }))
    .output(CaseSummary),
  /** Gives a case to somebody: from then on only they, or a supervisor, may claim or assess it. */
  reassign: repeatable('oversee')
    .input(
      StepIn.extend({ to: PersonId }).refine(
        ({ reason, words }) => isReasonGiven(reason, words),
        NEEDS_WORDS,
      ),
    )
    .output(CaseSummary),
  /** Takes claim and assignment away: anybody may go on with the case. */
  release: repeatable('oversee')
    .input(StepIn.refine(({ reason, words }) => isReasonGiven(reason, words), NEEDS_WORDS))
    .output(CaseSummary),
  /** Decides a case. The same command sent again answers what it answered first. */
  assess: repeatable('assess')
    .input(z.strictObject({ command: CommandId, case: CaseId, judgement: Assessment }))
    .output(AssessResult),
  /**
   * Takes one's own decision back while it is held: the case stands as before, and nothing goes out. CONFLICT where the time
   * is over, something went out, somebody judged it since, or it is not the last decision about the case.
   */
  withdraw: repeatable('assess')
    .input(z.strictObject({ command: CommandId, case: CaseId, assessment: AssessmentId }))
    .output(WithdrawResult),
  /**
   * Decides a decided case anew in place of its last assessment: desks that have it get an amendment or a retraction. For the
   * author of that assessment or a supervisor; CONFLICT for others, and where two people disagree about it.
   */
  correct: repeatable('assess')
    .input(
      z.strictObject({
        command: CommandId,
        case: CaseId,
        assessment: AssessmentId,
        judgement: Assessment,
        reason: inboundText(500).refine((text) => text.trim().length > 0, { error: 'must say why' }),
      }),
    )
    .output(CorrectResult),
  /**
   * Decides cases that hold the very file of a baseline list of high trust, all of them or none, each as if alone: with an
   * assessment, an entry and referrals of its own, hosted where reports say. CONFLICT where the policy does not allow it
   * (`matching.oneStroke`) or one of the cases is not such a case; nothing is changed then.
   */
  assessKnown: repeatable('assess')
    .input(
      z.strictObject({
        command: CommandId,
        cases: z.array(CaseId).min(1).max(ONE_STROKE),
        /** What the person says of every one of them. */
        classification: z.literal('baseline'),
        note: inboundText(4000).default(''),
      }),
    )
    .output(AssessKnownResult),
  /** Keeps an unfinished assessment, encrypted, so that it survives reloads and locks. Null removes it. */
  saveDraft: repeatable('review')
    .input(z.strictObject({ case: CaseId, draft: z.strictObject({ json: inboundText(20_000) }).nullable() }))
    .output(z.object({ saved: z.boolean() })),
};
