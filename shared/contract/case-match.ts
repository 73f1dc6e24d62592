import { z } from 'zod';
import { CaseState, SubjectKind } from '../domain/case.ts';
import { MatchStanding, MatchVerdict } from '../domain/case-match.ts';
import { GivenReason, OfferedReason } from '../domain/feedback-reason.ts';
import { ListMeaning } from '../domain/hash-list.ts';
import { CaseId, CommandId, HashListId, MatchId, PersonId, QuarantineId, VerdictId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { Instant } from '../domain/report.ts';
import { ListMatch, MatchAlgorithm } from './matching.contract.ts';
import { repeatable } from './procedure.ts';
import { SavedFileName } from './saved-file.ts';

const Named = z.object({ id: PersonId, name: z.string() });

/**
 * A person's verdict on a pair of values: the case's, and the list's with its meaning. It applies to every case that
 * has them.
 */
export const MatchWord = z.object({
  id: VerdictId,
  verdict: MatchVerdict,
  at: Instant,
  by: Named,
  reason: z.string(),
  /** The case on which it was given; null where that case must be hidden from the reader. */
  case: CaseId.nullable(),
  /** When it was included in feedback for the list's owner. */
  reportedAt: Instant.nullable(),
});
export type MatchWord = z.infer<typeof MatchWord>;

/** A match of a case: the list's value, the case's value, and the match's effect. */
export const CaseMatch = ListMatch.extend({
  /** Identifies this pair of values; stays the same after the list was imported again. */
  id: MatchId,
  /** The case's value, canonical; `value` is the list's. */
  caseValue: z.string(),
  /** When it was first found. */
  matchedAt: Instant,
  standing: MatchStanding,
  /** The last verdict on it. */
  verdict: MatchVerdict.nullable(),
  /** Earlier verdicts, the newest first; at most 20. */
  history: z.array(MatchWord),
  quarantine: QuarantineId.nullable(),
});
export type CaseMatch = z.infer<typeof CaseMatch>;

/** Another case that holds the same or a similar picture. */
export const SimilarCase = z.object({
  case: CaseId,
  kind: SubjectKind,
  /** Show it defanged. */
  subject: z.string(),
  algorithm: MatchAlgorithm,
  distance: z.int().min(0),
  state: CaseState,
});
export type SimilarCase = z.infer<typeof SimilarCase>;

/**
 * Progress of matching cases against lists. `waiting`: there is work, and the index cannot be asked (see
 * `lists.index`). `matching`: all cases, because lists changed. New cases are matched in between and have no progress
 * of their own.
 */
export const MatchProgress = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('waiting'), done: z.int(), total: z.int() }),
  z.object({
    state: z.literal('matching'),
    done: z.int(),
    total: z.int(),
    perSecond: z.number(),
    remainingMs: z.number().nullable(),
  }),
]);
export type MatchProgress = z.infer<typeof MatchProgress>;

export const QuarantineState = z.enum(['quarantined', 'released', 'removed']);
export type QuarantineState = z.infer<typeof QuarantineState>;

/**
 * A record that matched more cases in a period than the policy allows: its matches are ignored until a supervisor has
 * looked at it.
 */
export const MatchQuarantine = z.object({
  id: QuarantineId,
  list: HashListId,
  listName: z.string(),
  record: z.string(),
  algorithm: MatchAlgorithm,
  /** The value on the list that flooded. */
  value: z.string(),
  meaning: ListMeaning,
  state: QuarantineState,
  /** Number of cases it matches now. */
  cases: z.int().min(0),
  quarantinedAt: Instant,
  /** Number of cases it matched when it was quarantined. */
  casesThen: z.int().min(0),
  decidedAt: Instant.nullable(),
  decidedBy: Named.nullable(),
  /** The first cases it matches, for inspection. */
  sample: z.array(CaseId),
});
export type MatchQuarantine = z.infer<typeof MatchQuarantine>;

/** Feedback on one fingerprint of a record, to be sent to `path` below the owner's address. */
export const FeedbackFile = z.object({
  name: SavedFileName,
  path: z.string(),
  verdict: MatchVerdict,
  xml: z.string(),
});
export type FeedbackFile = z.infer<typeof FeedbackFile>;

export const FeedbackResult = z.object({
  files: z.array(FeedbackFile),
  /** Number of rejected matches the owner accepts no feedback on: no member or id, or an algorithm without feedback. */
  skipped: z.int().min(0),
  /**
   * Number of rejected matches without a reason for their kind of fingerprint: not reported, and offered again next
   * time.
   */
  unexplained: z.int().min(0).default(0),
});
export type FeedbackResult = z.infer<typeof FeedbackResult>;

/** Longest reason for a rejection, in characters. */
export const REJECTION_LENGTH = 500;
/** Largest file with reasons: it is a short document. */
const MAX_REASON_FILE_BYTES = 256 * 1024;

const Judged = z.object({ match: MatchId, verdict: MatchVerdict, standing: MatchStanding });
const Release = z.object({ quarantine: QuarantineId, state: QuarantineState });

/** Matches of cases on lists. The matches of one case are in `review.case`. */
export const caseMatchesContract = {
  /** Changes are announced as the topic `matching`. */
  progress: repeatable('review').output(MatchProgress),
  /**
   * States that it is a match. The last verdict counts, so this also reverses a rejection. Applies to every case with
   * the same values. NOT_FOUND where the case has no such match; CONFLICT where the case waits for a second review.
   */
  confirm: repeatable('review')
    .input(z.strictObject({ command: CommandId, case: CaseId, match: MatchId }))
    .output(Judged),
  /** States that it is no match: it is ignored, also when the list is imported again, and is shown as rejected. */
  reject: repeatable('review')
    .input(
      z.strictObject({
        command: CommandId,
        case: CaseId,
        match: MatchId,
        reason: inboundText(REJECTION_LENGTH).default(''),
      }),
    )
    .output(Judged),
  /** Records that match too many cases: those that wait for a supervisor first, then the newest. */
  quarantine: repeatable('manage-lists').output(z.array(MatchQuarantine)),
  /**
   * `released`: its matches count again, and it is not quarantined again. `removed`: they never count. CONFLICT where
   * it is already decided.
   */
  release: repeatable('manage-lists')
    .input(
      z.strictObject({
        command: CommandId,
        quarantine: QuarantineId,
        as: QuarantineState.exclude(['quarantined']),
      }),
    )
    .output(Release),
  /**
   * Feedback for the owner of a list on matches that were rejected here and not reported before, as NCMEC's XML, one
   * file for each fingerprint, at most 200; ask again for the rest. `affirm`: also on confirmed ones. Nothing is sent.
   * CONFLICT where there is nothing to report, or no reason for any of it.
   */
  feedback: repeatable('manage-lists')
    .input(
      z.strictObject({
        command: CommandId,
        list: HashListId,
        /** Why this hotline disagrees, chosen from the owner's reasons. */
        reasons: z.array(GivenReason).min(1).max(20),
        affirm: z.boolean().default(false),
      }),
    )
    .output(FeedbackResult),
  /** The reasons that a list's owner offers, if they were stored: ordered by kind of fingerprint, then by name. */
  feedbackReasons: repeatable('manage-lists')
    .input(z.strictObject({ list: HashListId }))
    .output(z.object({ reasons: z.array(OfferedReason) })),
  /**
   * Stores the reasons from an owner's file with the list: NCMEC's answer of `/v2/feedback/{type}/reasons`. They
   * replace those for the same kinds of fingerprint; others stay. `leftOut`: malformed ones, and those for fingerprints
   * that are not kept. REFUSED where the file is no such document or holds nothing that can be kept.
   */
  keepFeedbackReasons: repeatable('manage-lists')
    .input(
      z.strictObject({
        command: CommandId,
        list: HashListId,
        file: z
          .instanceof(Blob)
          .refine((blob) => blob.size <= MAX_REASON_FILE_BYTES, { error: 'file too large' }),
      }),
    )
    .output(z.object({ kept: z.int().min(0), leftOut: z.int().min(0) })),
};
