import { z } from 'zod';
import { AssessedLabels } from '../domain/assessed-labels.ts';
import { Assessment } from '../domain/assessment.ts';
import { AssignmentReason, isReasonGiven } from '../domain/assignment.ts';
import { CaseState, CaseSummary, SubjectKind } from '../domain/case.ts';
import { MatchOpinion, MatchProposal } from '../domain/case-match.ts';
import { Consultation } from '../domain/consultation.ts';
import { CountryCode } from '../domain/country.ts';
import { DeliveryTrouble } from '../domain/delivery-trouble.ts';
import { HashAlgorithm } from '../domain/hash-algorithm.ts';
import { AssessmentId, CaseId, CommandId, PersonId, ReferralId, ReportId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Intensity } from '../domain/intensity.ts';
import { LabelsInWords } from '../domain/labelling.ts';
import { ReferralKind, ReferralState } from '../domain/referral.ts';
import { Instant } from '../domain/report.ts';
import { Route } from '../domain/routing.ts';
import { TakedownStep } from '../domain/takedown.ts';
import { CaseMatch, SimilarCase } from './case-match.ts';
import { repeatable } from './procedure.ts';
import { QueueView } from './queue-filter.ts';

/** Opaque position in the queue, to ask for the cases after it. */
export const QueueCursor = z.string().max(200);

const Named = z.object({ id: PersonId, name: z.string() });

export const QueuePage = z.object({
  /** Number of cases in the list; at least so many, where `isExact` is false. */
  total: z.number().int(),
  isExact: z.boolean(),
  cases: z.array(CaseSummary),
  /** Who made the decision of each decided case among them, and when. */
  decisions: z.array(z.object({ case: CaseId, by: Named, at: Instant })),
  /** The file of whose cases these are; null where the filter names none. */
  batch: z.object({ fileName: z.string(), importedAt: Instant }).nullable(),
  /**
   * Where to go on; null at the end. A page is shorter than asked for, or empty, and has one nevertheless, where few of very
   * many cases match the filter: each call looks at a bounded number of them.
   */
  next: QueueCursor.nullable(),
});
export type QueuePage = z.infer<typeof QueuePage>;

export const Sighting = z.object({
  report: ReportId,
  /** Its number among all sightings of the vault: later ones have higher numbers. */
  number: z.int(),
  receivedAt: Instant.nullable(),
  channel: z.string(),
  source: z.string().nullable(),
  reference: z.string().nullable(),
  /** Whether the report has a narrative; `revealNarrative` shows it. */
  hasNarrative: z.boolean(),
  /** How heavy it may be to read, as was said at intake; null where nothing was. */
  intensity: Intensity.nullable(),
  /** The subject as this report named it. */
  subject: z.string(),
  referrer: z.string().nullable(),
  siteType: z.string().nullable(),
  hosting: CountryCode.nullable(),
});
export type Sighting = z.infer<typeof Sighting>;

export const ReferralSummary = z.object({
  id: ReferralId,
  /** Null, like `subject`, while the case waits for the person's own second review. */
  case: CaseId.nullable(),
  /** As the case shows it: the address as reported, or `algorithm:value`. Show it defanged. */
  subject: z.string().nullable(),
  kind: SubjectKind,
  destination: z.string(),
  purpose: ReferralKind,
  /** The referral it amends or retracts. */
  inReplyTo: ReferralId.nullable(),
  state: ReferralState,
  attempts: z.number().int(),
  queuedAt: Instant,
  /** Null where it is sent at the next opportunity, or does not wait. */
  nextAttemptAt: Instant.nullable(),
  /** Held until then, because its decision can be taken back; null where it is not held. */
  notBefore: Instant.nullable(),
  deadlineAt: Instant.nullable(),
  /** Why it waits, is parked or was refused. */
  reason: DeliveryTrouble.nullable(),
  deliveredAt: Instant.nullable(),
  /** The receiver's own file number. */
  reference: z.string().nullable(),
  /** When it was last put into a file that is carried to the desk by hand; null where it never was. */
  sealedAt: Instant.nullable(),
  /** In the order in which they were recorded; `takedownCourse` puts them in the order in which they happened. */
  takedown: z.array(TakedownStep),
  /**
   * Why nothing of the desk's last answer about it was recorded; null where that answer was valid, or there is none.
   */
  reportProblem: DeliveryTrouble.nullable(),
});
export type ReferralSummary = z.infer<typeof ReferralSummary>;

/** A person's decision on a case, the first or the second one. */
export const Judged = z.object({
  assessedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }),
  judgement: Assessment,
  route: Route,
});
export type Judged = z.infer<typeof Judged>;

export const AssessmentRecord = Judged.extend({
  id: AssessmentId,
  /** Until then its author can take it back, if nothing was sent because of it; null where that is not possible. */
  heldUntil: Instant.nullable(),
  /** When its author took it back. */
  withdrawnAt: Instant.nullable(),
  /** The assessment that stands, where this one was made at another seat at once: its referrals never go. */
  parallelTo: AssessmentId.nullable(),
  /** The assessment it replaces, and why. */
  corrects: z.object({ assessment: AssessmentId, reason: z.string() }).nullable(),
});
export type AssessmentRecord = z.infer<typeof AssessmentRecord>;

/** A supervisor's assignment of a case to a person, or (`to` null) its release from its holder. */
export const AssignmentRecord = z.object({
  at: Instant,
  by: Named,
  /** The previous holder; null where there was none. */
  from: Named.nullable(),
  to: Named.nullable(),
  reason: AssignmentReason,
  words: z.string(),
});
export type AssignmentRecord = z.infer<typeof AssignmentRecord>;

/** An unfinished assessment as the page saved it; `by` is who saved it last, also where the case has passed on. */
export const Draft = z.object({ json: z.string(), by: PersonId, at: Instant });
export type Draft = z.infer<typeof Draft>;

/** Everything an analyst sees of a case. Text and hashes only. */
export const CaseDetail = z.object({
  summary: CaseSummary,
  /** The newest ones, at most 200; `sightings` reads on. */
  sightings: z.array(Sighting),
  /** Where reports say it is hosted, and how many say so; what most say first. Null where they say nothing. */
  hostings: z.array(z.object({ country: CountryCode.nullable(), sightings: z.int().positive() })),
  assessments: z.array(AssessmentRecord),
  /** The labels of its assessments in the words of their sets; nothing for assessments without labels. */
  labels: z.array(LabelsInWords.extend({ assessment: AssessmentId })),
  referrals: z.array(ReferralSummary),
  /** In the order they were recorded. */
  consultations: z.array(Consultation),
  /** Oldest first. */
  assignments: z.array(AssignmentRecord),
  /** The strongest first: those that count, then suppressed or quarantined, then rejected ones. At most 200. */
  matches: z.array(CaseMatch),
  matched: MatchOpinion.extend({
    /** The lists were not asked yet since the case, or a list, changed. */
    isPending: z.boolean(),
    /** Number of all matches; `matches` may hold fewer. */
    total: z.int().min(0),
  }),
  /** The suggestion of the matches, or null. */
  proposal: MatchProposal.nullable(),
  /** Similar cases, the nearest first; at most 50. */
  similar: z.array(SimilarCase),
  /** Cases of files that share a hash with this one but differ in another: forged, or stated wrongly. At most 50. */
  apart: z.array(z.object({ case: CaseId, shared: HashAlgorithm, differs: HashAlgorithm })),
  mergedInto: CaseId.nullable(),
  /** When texts about it were erased last, and the number of the entry that says so. */
  erased: z.object({ at: Instant, entry: z.int() }).nullable(),
  draft: Draft.nullable(),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const AssessResult = z.object({
  assessment: AssessmentId,
  route: Route,
  state: CaseState,
  referrals: z.array(z.object({ id: ReferralId, destination: z.string(), state: ReferralState })),
  /** Until then nothing is sent, and `withdraw` takes the decision back; null where the policy grants no such time. */
  heldUntil: Instant.nullable(),
});
export type AssessResult = z.infer<typeof AssessResult>;

export const WithdrawResult = z.object({
  case: CaseSummary,
  /** The withdrawn judgement, to start again from. */
  judgement: Assessment,
});
export type WithdrawResult = z.infer<typeof WithdrawResult>;

export const CorrectResult = AssessResult.extend({
  referrals: z.array(
    z.object({ id: ReferralId, destination: z.string(), purpose: ReferralKind, state: ReferralState }),
  ),
});
export type CorrectResult = z.infer<typeof CorrectResult>;

/** Most cases that can be decided together. */
export const ONE_STROKE = 200;

export const AssessKnownResult = z.object({ assessed: z.array(AssessResult.extend({ case: CaseId })) });
export type AssessKnownResult = z.infer<typeof AssessKnownResult>;

/** Why a supervisor steps in: the ledger states the code, and only a digest of the explanation. */
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
      QueueView.extend({
        limit: z.number().int().min(1).max(500).default(50),
        after: QueueCursor.optional(),
      }),
    )
    .output(QueuePage),
  /** Number of cases in each state. */
  counts: repeatable('review').output(z.record(CaseState, z.number().int())),
  /** A case, without claiming it; the page prefetches the next ones with this. */
  case: repeatable('review')
    .input(z.strictObject({ id: CaseId }))
    .output(CaseDetail),
  /**
   * The narrative of a report about a case. No other answer holds it, because reading it is a burden of its own and
   * leaves a ledger entry.
   */
  revealNarrative: repeatable('review')
    .input(z.strictObject({ case: CaseId, report: ReportId }))
    .output(z.object({ narrative: z.string() })),
  /** Sightings of a case before one that is known, the newest first. */
  sightings: repeatable('review')
    .input(z.strictObject({ case: CaseId, before: z.int(), limit: z.int().min(1).max(200).default(200) }))
    .output(z.array(Sighting)),
  /** Opens a case for work: claims it for the person (the last claim counts) and leaves a ledger entry. */
  claim: repeatable('review')
    .input(z.strictObject({ command: CommandId, id: CaseId }))
    .output(CaseSummary),
  /**
   * Keeps an open case from the other seats while somebody is at it: asked every few minutes. Says who has it meanwhile,
   * where this seat lost it.
   */
  stay: repeatable('review')
    .input(z.strictObject({ id: CaseId }))
    .output(z.object({ heldBy: z.string().nullable() })),
  /** Assigns a case to a person: from then on only they, or a supervisor, may claim or assess it. */
  reassign: repeatable('oversee')
    .input(
      StepIn.extend({ to: PersonId }).refine(
        ({ reason, words }) => isReasonGiven(reason, words),
        NEEDS_WORDS,
      ),
    )
    .output(CaseSummary),
  /** Removes claim and assignment: any analyst may continue with the case. */
  release: repeatable('oversee')
    .input(StepIn.refine(({ reason, words }) => isReasonGiven(reason, words), NEEDS_WORDS))
    .output(CaseSummary),
  /** Decides a case. The same command sent again gets the first answer again. */
  assess: repeatable('assess')
    .input(z.strictObject({ command: CommandId, case: CaseId, judgement: Assessment }))
    .output(AssessResult),
  /**
   * Takes back one's own decision while it is held: the case returns to its former state, and nothing is sent. CONFLICT
   * where the time is over, something was sent, another person has reviewed it since, or it is not the last decision on
   * the case.
   */
  withdraw: repeatable('assess')
    .input(z.strictObject({ command: CommandId, case: CaseId, assessment: AssessmentId }))
    .output(WithdrawResult),
  /**
   * Decides a decided case anew, replacing its last assessment: desks that have it get an amendment or a retraction.
   * For the author of that assessment or a supervisor; CONFLICT for others, and where two people disagree about it.
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
   * Decides cases that hold the exact file of a baseline list of high trust, all of them or none, each as if alone:
   * with an assessment, an entry and referrals of its own, hosted where reports say. CONFLICT where the policy does not
   * allow it (`matching.oneStroke`) or one of the cases does not qualify; nothing is changed then.
   */
  assessKnown: repeatable('assess')
    .input(
      z.strictObject({
        command: CommandId,
        cases: z.array(CaseId).min(1).max(ONE_STROKE),
        /** What the person states about every one of them. */
        classification: z.literal('baseline'),
        labels: AssessedLabels.optional(),
        note: inboundText(4000).default(''),
      }),
    )
    .output(AssessKnownResult),
  /** Saves an unfinished assessment, encrypted, so that it survives reloads and locks. Null removes it. */
  saveDraft: repeatable('review')
    .input(z.strictObject({ case: CaseId, draft: z.strictObject({ json: inboundText(20_000) }).nullable() }))
    .output(z.object({ saved: z.boolean() })),
};
