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

/** What somebody said of a pair of values: the case's, and the list's with its meaning. Holds for every case with them. */
export const MatchWord = z.object({
  id: VerdictId,
  verdict: MatchVerdict,
  at: Instant,
  by: Named,
  reason: z.string(),
  /** The case it was said on; null where whoever asks must not see that case now. */
  case: CaseId.nullable(),
  /** When it was written into feedback for the list's owner. */
  reportedAt: Instant.nullable(),
});
export type MatchWord = z.infer<typeof MatchWord>;

/** A match of a case: what a list holds, what the case holds, and what became of it. */
export const CaseMatch = ListMatch.extend({
  /** Of this value of the case with this entry; the same after the list was imported again. */
  id: MatchId,
  /** The case's value, canonical; `value` is the list's. */
  caseValue: z.string(),
  /** When it was first found. */
  matchedAt: Instant,
  standing: MatchStanding,
  /** The last word on it. */
  verdict: MatchVerdict.nullable(),
  /** The newest first; at most 20. */
  history: z.array(MatchWord),
  quarantine: QuarantineId.nullable(),
});
export type CaseMatch = z.infer<typeof CaseMatch>;

/** Another case that holds the same picture, or one like it. */
export const CaseKin = z.object({
  case: CaseId,
  kind: SubjectKind,
  /** Show it defanged. */
  subject: z.string(),
  algorithm: MatchAlgorithm,
  distance: z.int().min(0),
  state: CaseState,
});
export type CaseKin = z.infer<typeof CaseKin>;

/**
 * How far cases are matched against lists. `waiting`: there is work and the index cannot be asked (see `lists.index`).
 * `matching`: all cases, because lists changed. New cases are matched in between and make no progress of their own.
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

/** An entry that matched more cases than policy allows in its time: it counts for nothing until somebody looked. */
export const MatchQuarantine = z.object({
  id: QuarantineId,
  list: HashListId,
  listName: z.string(),
  entry: z.string(),
  algorithm: MatchAlgorithm,
  /** The value on the list that flooded. */
  value: z.string(),
  meaning: ListMeaning,
  state: QuarantineState,
  /** Cases it matches now. */
  cases: z.int().min(0),
  quarantinedAt: Instant,
  /** Cases it matched then. */
  casesThen: z.int().min(0),
  decidedAt: Instant.nullable(),
  decidedBy: Named.nullable(),
  /** The first cases it matches, for a look. */
  sample: z.array(CaseId),
});
export type MatchQuarantine = z.infer<typeof MatchQuarantine>;

/** Feedback on one fingerprint of an entry, to be put at `path` below the owner's address. */
export const FeedbackFile = z.object({
  name: SavedFileName,
  path: z.string(),
  verdict: MatchVerdict,
  xml: z.string(),
});
export type FeedbackFile = z.infer<typeof FeedbackFile>;

export const FeedbackResult = z.object({
  files: z.array(FeedbackFile),
  /** Rejected, and nothing the owner takes feedback on: no member or id, or an algorithm without feedback. */
  skipped: z.int().min(0),
  /** Rejected, and none of the reasons is for this kind of fingerprint: not reported, to be asked for again. */
  unexplained: z.int().min(0).default(0),
});
export type FeedbackResult = z.infer<typeof FeedbackResult>;

/** Characters of why a match was rejected. */
export const REJECTION_LENGTH = 500;
/** Of a file with reasons: a short document. */
const MAX_REASON_FILE_BYTES = 256 * 1024;

const Judged = z.object({ match: MatchId, verdict: MatchVerdict, standing: MatchStanding });
const Release = z.object({ quarantine: QuarantineId, state: QuarantineState });

/** Of the room `matching`: cases and what lists know of them. Their matches are in `review.case`. */
export const caseMatchesContract = {
  /** Changes are announced as the topic `matching`. */
  progress: repeatable('review').output(MatchProgress),
  /**
   * It is a match. The last word counts, so this also takes back a rejection. Holds for every case with the same values.
   * NOT_FOUND where the case has no such match; CONFLICT where the case waits for a second review.
   */
  confirm: repeatable('review')
    .input(z.strictObject({ command: CommandId, case: CaseId, match: MatchId }))
    .output(Judged),
  /** It is none: it stays away, also when the list is imported again, and is listed as rejected. */
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
  /** Entries that flood, those that wait for somebody first, then the newest. */
  quarantine: repeatable('manage-lists').output(z.array(MatchQuarantine)),
  /** `released`: its matches count again, and it is not quarantined again. `removed`: they never count. CONFLICT if decided. */
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
   * Feedback for the owner of a list on what was rejected here and not reported before, as NCMEC's XML, one file a
   * fingerprint, 200 at most; ask again for the rest. `affirm`: on what was confirmed too. Nothing is sent. CONFLICT where
   * there is nothing to report, or no reason for any of it.
   */
  feedback: repeatable('manage-lists')
    .input(
      z.strictObject({
        command: CommandId,
        list: HashListId,
        /** Why this hotline disagrees, in the owner's list of reasons. */
        reasons: z.array(GivenReason).min(1).max(20),
        affirm: z.boolean().default(false),
      }),
    )
    .output(FeedbackResult),
  /** What the owner of a list offers as reasons, as far as somebody kept it: by kind of fingerprint, then by name. */
  feedbackReasons: repeatable('manage-lists')
    .input(z.strictObject({ list: HashListId }))
    .output(z.object({ reasons: z.array(OfferedReason) })),
  /**
   * Keeps the reasons of an owner's file with the list: NCMEC's answer of `/v2/feedback/{type}/reasons`. They replace those
   * for the same kinds of fingerprint; others stay. `leftOut`: broken ones, and those for fingerprints that are not kept.
   * REFUSED where the file is no such document or nothing in it can be kept.
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
