import { decisionText } from '../domain/second-review.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { IdMap } from './id-map.ts';
import { Decided, Drawn, OfAssessment, Replacing, Reviewed } from './kinds/assessment.ts';
import { OfProposal, ProposedRules } from './kinds/policy.ts';
import type { PeopleRecord } from './people-record.ts';

/** An assessment drawn for a second review that is not settled yet. */
export interface WaitingReview {
  /** The first assessor. */
  readonly by: string;
  /** The decision that a second review must reach as well to agree. */
  readonly decided: string;
  /** People who were shown the first assessment and can no longer review it. */
  readonly seen: readonly string[];
  /** How many exports there were before it waited: whoever takes a later one has seen it too. */
  readonly exportsBefore: number;
  /** The reviewer who decided differently; null while there is none. */
  readonly second: string | null;
}

/** A proposed policy that is neither activated nor withdrawn yet. */
export interface WaitingPolicy {
  readonly by: string;
  /** SHA-256 of the policy and of the member table, hexadecimal. */
  readonly policySha256: string;
  readonly membersSha256: string;
}

/**
 * What waits for a second person, according to the ledger. Its size grows with what waits and with people, and not with
 * the log, because what is settled is dropped; an entry costs the same however much waits.
 */
export interface FourEyes {
  readonly reviews: IdMap<WaitingReview>;
  readonly policies: IdMap<WaitingPolicy>;
  /** How many exports there were. An export shows all waiting assessments to the person who takes it. */
  readonly exports: number;
  /** Which of them, counted from 1, was the last that a person took. */
  readonly lastExportBy: IdMap<number>;
}

export const NOTHING_WAITS: FourEyes = {
  reviews: IdMap.empty(),
  policies: IdMap.empty(),
  exports: 0,
  lastExportBy: IdMap.empty(),
};

/**
 * The waiting items after an entry. People may not review what they assessed or have seen, settle a disagreement they
 * are a side of, or, while there is another supervisor, activate a policy they wrote.
 * @param people the people before the entry
 * @returns a problem where the entry breaks such a rule; it then settles nothing
 */
export function applyFourEyes(
  waiting: FourEyes,
  entry: Entry,
  people: PeopleRecord,
): FourEyes | { problem: Fault } {
  if (!('person' in entry.actor)) return waiting;
  const actor = entry.actor.person;
  switch (entry.kind) {
    case 'case.assessed':
      return drawn(waiting, entry, actor);
    case 'audit.exported':
      return exported(waiting, actor);
    case 'assessment.revealed':
      return revealed(waiting, entry, actor);
    case 'assessment.reviewed':
      return reviewed(waiting, entry, actor);
    case 'assessment.upheld':
    case 'assessment.overturned':
      return settled(waiting, entry, actor);
    case 'assessment.withdrawn':
    case 'assessment.corrected':
      return replaced(waiting, entry, actor);
    case 'policy.proposed':
      return proposed(waiting, entry, actor);
    case 'policy.withdrawn':
    case 'policy.activated':
      return decidedPolicy(waiting, entry, actor, people);
    default:
      return waiting;
  }
}

function drawn(waiting: FourEyes, { data }: Entry, by: string): FourEyes | { problem: Fault } {
  if (!Drawn.safeParse(data).success) return waiting;
  const first = Decided.safeParse(data);
  if (!first.success) return { problem: { code: 'decision-unsaid' } };
  const review = newReview(waiting, by, decisionText(first.data));
  return withReviews(waiting, waiting.reviews.with(first.data.assessment, review));
}

const newReview = ({ exports }: FourEyes, by: string, decided: string): WaitingReview => ({
  by,
  decided,
  seen: [],
  exportsBefore: exports,
  second: null,
});

function exported(waiting: FourEyes, by: string): FourEyes {
  const exports = waiting.exports + 1;
  return { ...waiting, exports, lastExportBy: waiting.lastExportBy.with(by, exports) };
}

const hasSeen = (
  { lastExportBy }: FourEyes,
  { seen, exportsBefore }: WaitingReview,
  person: string,
): boolean => seen.includes(person) || (lastExportBy.get(person) ?? 0) > exportsBefore;

const NOT_WAITING: { problem: Fault } = { problem: { code: 'not-waiting' } };

function revealed(waiting: FourEyes, { data }: Entry, by: string): FourEyes | { problem: Fault } {
  const named = OfAssessment.safeParse(data);
  const review = named.success ? waiting.reviews.get(named.data.assessment) : undefined;
  if (!named.success || !review) return NOT_WAITING;
  if (hasSeen(waiting, review, by)) return waiting;
  const shown = { ...review, seen: [...review.seen, by] };
  return withReviews(waiting, waiting.reviews.with(named.data.assessment, shown));
}

function reviewed(waiting: FourEyes, { data }: Entry, by: string): FourEyes | { problem: Fault } {
  const second = Reviewed.safeParse(data);
  if (!second.success) return { problem: { code: 'decision-unsaid' } };
  const { assessment, agrees } = second.data;
  const review = waiting.reviews.get(assessment);
  if (!review || review.second !== null) return NOT_WAITING;
  if (review.by === by) return { problem: { code: 'reviewed-by-author' } };
  if (hasSeen(waiting, review, by)) return { problem: { code: 'reviewed-after-seeing' } };
  if ((review.decided === decisionText(second.data)) !== agrees)
    return { problem: { code: 'agreement-untrue' } };
  const { reviews } = waiting;
  return withReviews(
    waiting,
    agrees ? reviews.without(assessment) : reviews.with(assessment, { ...review, second: by }),
  );
}

function settled(waiting: FourEyes, { data }: Entry, by: string): FourEyes | { problem: Fault } {
  const named = OfAssessment.safeParse(data);
  const review = named.success ? waiting.reviews.get(named.data.assessment) : undefined;
  if (!named.success || !review || review.second === null) return NOT_WAITING;
  if (review.by === by || review.second === by) return { problem: { code: 'settled-by-a-side' } };
  return withReviews(waiting, waiting.reviews.without(named.data.assessment));
}

/**
 * An assessment that its author takes back, or that is corrected, no longer waits; the correcting one may be drawn
 * itself.
 */
function replaced(waiting: FourEyes, entry: Entry, by: string): FourEyes | { problem: Fault } {
  const named = OfAssessment.safeParse(entry.data);
  if (!named.success) return { problem: { code: 'assessment-unsaid' } };
  const { assessment } = named.data;
  const review = waiting.reviews.get(assessment);
  if (review && review.second !== null) return { problem: { code: 'replaces-disputed' } };
  const isTakenBack = entry.kind === 'assessment.withdrawn';
  if (isTakenBack && review && review.by !== by) return { problem: { code: 'taken-back-by-another' } };
  const isDrawn = Drawn.safeParse(entry.data).success;
  if (review && !isTakenBack && !isDrawn) return { problem: { code: 'leaves-sample' } };
  const reviews = waiting.reviews.without(assessment);
  if (isTakenBack || !isDrawn) return withReviews(waiting, reviews);
  const decided = Replacing.safeParse(entry.data);
  if (!decided.success) return { problem: { code: 'decision-unsaid' } };
  const fresh = newReview(waiting, by, decisionText(decided.data));
  return withReviews(waiting, reviews.with(decided.data.decision, fresh));
}

function proposed(waiting: FourEyes, { data }: Entry, by: string): FourEyes | { problem: Fault } {
  const rules = ProposedRules.safeParse(data);
  if (!rules.success) return { problem: { code: 'proposed-policy-unsaid' } };
  const { proposal, policy, members } = rules.data;
  const rule: WaitingPolicy = { by, policySha256: policy.sha256, membersSha256: members.sha256 };
  return { ...waiting, policies: waiting.policies.with(proposal, rule) };
}

function decidedPolicy(
  waiting: FourEyes,
  { kind, data }: Entry,
  by: string,
  people: PeopleRecord,
): FourEyes | { problem: Fault } {
  const named = OfProposal.safeParse(data);
  const policy = named.success ? waiting.policies.get(named.data.proposal) : undefined;
  if (!named.success || !policy) return { problem: { code: 'policy-not-proposed' } };
  if (kind === 'policy.activated') {
    const rules = ProposedRules.safeParse(data);
    const same =
      rules.success &&
      rules.data.policy.sha256 === policy.policySha256 &&
      rules.data.members.sha256 === policy.membersSha256;
    if (!same) return { problem: { code: 'other-policy-activated' } };
    if (policy.by === by && hasOtherSupervisor(people, by))
      return { problem: { code: 'activated-by-author' } };
  }
  return { ...waiting, policies: waiting.policies.without(named.data.proposal) };
}

/** Whether another supervisor could decide. The rule of two does not stop a hotline with a single supervisor. */
export const hasOtherSupervisor = (people: PeopleRecord, than: string): boolean =>
  [...people].some(([id, { role, disabled }]) => id !== than && role === 'supervisor' && !disabled);

const withReviews = (waiting: FourEyes, reviews: FourEyes['reviews']): FourEyes => ({ ...waiting, reviews });
