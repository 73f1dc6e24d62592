import { decisionText } from '../domain/second-review.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { IdMap } from './id-map.ts';
import {
  Decided,
  DrawMade,
  Drawn,
  InPeriod,
  OfAssessment,
  OfPeriod,
  Paralleled,
  Replacing,
  Reviewed,
  Undrawn,
} from './kinds/assessment.ts';
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

/** An assessment that waits for the draw of its period. Who has seen it cannot review it where it is drawn. */
export interface UndrawnAssessment {
  readonly period: string;
  readonly review: WaitingReview;
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
  readonly undrawn: IdMap<UndrawnAssessment>;
  /** The sampling periods that are open, and how many assessments of each wait for the draw. */
  readonly periods: ReadonlyMap<string, number>;
  readonly policies: IdMap<WaitingPolicy>;
  /** How many exports there were. An export shows all waiting assessments to the person who takes it. */
  readonly exports: number;
  /** Which of them, counted from 1, was the last that a person took. */
  readonly lastExportBy: IdMap<number>;
}

export const NOTHING_WAITS: FourEyes = {
  reviews: IdMap.empty(),
  undrawn: IdMap.empty(),
  periods: new Map(),
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
  if (entry.kind === 'assessment.paralleled') return paralleled(waiting, entry);
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
    case 'sampling.opened':
      return opened(waiting, entry);
    case 'sampling.drawn':
      return drew(waiting, entry);
    case 'sampling.closed':
      return closed(waiting, entry);
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
  if (!waitsForSomething(data)) return waiting;
  const first = Decided.safeParse(data);
  if (!first.success) return { problem: { code: 'decision-unsaid' } };
  return begun(waiting, data, first.data.assessment, newReview(waiting, by, decisionText(first.data)));
}

const waitsForSomething = (data: Entry['data']): boolean =>
  Drawn.safeParse(data).success || Undrawn.safeParse(data).success;

/** The assessment waits for a second person where it is drawn, else for the draw. */
function begun(
  waiting: FourEyes,
  data: Entry['data'],
  assessment: string,
  review: WaitingReview,
): FourEyes | { problem: Fault } {
  if (Drawn.safeParse(data).success) return withReviews(waiting, waiting.reviews.with(assessment, review));
  const said = InPeriod.safeParse(data);
  if (!said.success) return { problem: { code: 'decision-unsaid' } };
  const { period } = said.data.secondReview;
  if (!waiting.periods.has(period)) return { problem: { code: 'period-not-open' } };
  const rest = withoutUndrawn(waiting, assessment);
  return {
    ...rest,
    undrawn: rest.undrawn.with(assessment, { period, review }),
    periods: counted(rest.periods, period, 1),
  };
}

function withoutUndrawn(waiting: FourEyes, assessment: string): FourEyes {
  const found = waiting.undrawn.get(assessment);
  if (!found) return waiting;
  return {
    ...waiting,
    undrawn: waiting.undrawn.without(assessment),
    periods: counted(waiting.periods, found.period, -1),
  };
}

const counted = (periods: FourEyes['periods'], period: string, more: number): FourEyes['periods'] =>
  new Map(periods).set(period, (periods.get(period) ?? 0) + more);

function opened(waiting: FourEyes, { data }: Entry): FourEyes | { problem: Fault } {
  const named = OfPeriod.safeParse(data);
  if (!named.success) return { problem: { code: 'draw-unsaid' } };
  const { period } = named.data;
  if (waiting.periods.has(period)) return { problem: { code: 'period-opened-twice' } };
  return { ...waiting, periods: counted(waiting.periods, period, 0) };
}

/** Assessments of an open period are drawn, or not, once: those drawn wait for a second person from here on. */
function drew(waiting: FourEyes, { data }: Entry): FourEyes | { problem: Fault } {
  const made = DrawMade.safeParse(data);
  if (!made.success) return { problem: { code: 'draw-unsaid' } };
  let { undrawn, reviews } = waiting;
  const { period } = made.data;
  for (const [list, isDrawn] of [
    [made.data.drawn, true],
    [made.data.passed, false],
  ] as const) {
    for (const assessment of list) {
      const found = undrawn.get(assessment);
      if (found?.period !== period) return { problem: { code: 'not-to-be-drawn' } };
      undrawn = undrawn.without(assessment);
      // One that two people already disagree about waits for who settles it.
      if (isDrawn && reviews.get(assessment) === undefined) reviews = reviews.with(assessment, found.review);
    }
  }
  const looked = made.data.drawn.length + made.data.passed.length;
  const periods = looked === 0 ? waiting.periods : counted(waiting.periods, period, -looked);
  return { ...waiting, undrawn, reviews, periods };
}

/** A period ends when nothing of it waits for the draw. */
function closed(waiting: FourEyes, { data }: Entry): FourEyes | { problem: Fault } {
  const named = OfPeriod.safeParse(data);
  if (!named.success) return { problem: { code: 'draw-unsaid' } };
  const left = waiting.periods.get(named.data.period);
  if (left === undefined) return { problem: { code: 'period-not-open' } };
  if (left > 0) return { problem: { code: 'closed-undrawn' } };
  const periods = new Map(waiting.periods);
  periods.delete(named.data.period);
  return { ...waiting, periods };
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
  if (!named.success) return NOT_WAITING;
  const { assessment } = named.data;
  const undrawn = waiting.undrawn.get(assessment);
  const review = undrawn?.review ?? waiting.reviews.get(assessment);
  if (!review) return NOT_WAITING;
  if (hasSeen(waiting, review, by)) return waiting;
  const shown = { ...review, seen: [...review.seen, by] };
  return undrawn
    ? { ...waiting, undrawn: waiting.undrawn.with(assessment, { ...undrawn, review: shown }) }
    : withReviews(waiting, waiting.reviews.with(assessment, shown));
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

/** Two who decided at once and otherwise are two sides, as if the second had reviewed the first. */
function paralleled(waiting: FourEyes, { data }: Entry): FourEyes | { problem: Fault } {
  const said = Paralleled.safeParse(data);
  if (!said.success) return { problem: { code: 'decision-unsaid' } };
  const { assessment, by, second, agrees } = said.data;
  const review = waiting.reviews.get(assessment);
  if (agrees || by === second || (review && review.second !== null)) return waiting;
  const first = review ?? newReview(waiting, by, '');
  return withReviews(waiting, waiting.reviews.with(assessment, { ...first, second }));
}

function settled(waiting: FourEyes, { data }: Entry, by: string): FourEyes | { problem: Fault } {
  const named = OfAssessment.safeParse(data);
  const review = named.success ? waiting.reviews.get(named.data.assessment) : undefined;
  if (!named.success || !review || review.second === null) return NOT_WAITING;
  if (review.by === by || review.second === by) return { problem: { code: 'settled-by-a-side' } };
  return withReviews(waiting, waiting.reviews.without(named.data.assessment));
}

/**
 * An assessment that its author takes back, or that is corrected, no longer waits, neither for the draw nor for a second
 * person. What corrects one that is drawn is drawn too; what corrects one that waits for the draw is drawn or waits for
 * it.
 */
function replaced(waiting: FourEyes, entry: Entry, by: string): FourEyes | { problem: Fault } {
  const named = OfAssessment.safeParse(entry.data);
  if (!named.success) return { problem: { code: 'assessment-unsaid' } };
  const { assessment } = named.data;
  const review = waiting.reviews.get(assessment);
  const undrawn = waiting.undrawn.get(assessment)?.review;
  const first = review ?? undrawn;
  if (review && review.second !== null) return { problem: { code: 'replaces-disputed' } };
  const isTakenBack = entry.kind === 'assessment.withdrawn';
  if (isTakenBack && first && first.by !== by) return { problem: { code: 'taken-back-by-another' } };
  const waits = waitsForSomething(entry.data);
  const stays = review ? Drawn.safeParse(entry.data).success : waits;
  if (first && !isTakenBack && !stays) return { problem: { code: 'leaves-sample' } };
  const rest = withoutUndrawn(withReviews(waiting, waiting.reviews.without(assessment)), assessment);
  if (isTakenBack || !waits) return rest;
  const decided = Replacing.safeParse(entry.data);
  if (!decided.success) return { problem: { code: 'decision-unsaid' } };
  const fresh = newReview(rest, by, decisionText(decided.data));
  return begun(rest, entry.data, decided.data.decision, fresh);
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
