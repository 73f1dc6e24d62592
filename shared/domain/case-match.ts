import { z } from 'zod';
import { AssessmentReason, Classification, Legality } from './assessment.ts';
import type { HashAlgorithm } from './hash-algorithm.ts';
import { ListMeaning, ListTrust } from './hash-list.ts';
import { IDENTIFYING_ALGORITHMS } from './hashes.ts';
import { weighLists } from './list-verdict.ts';

/** A person's verdict on one match: the case holds what the list means, or it does not. The last verdict counts. */
export const MatchVerdict = z.enum(['confirmed', 'rejected']);
export type MatchVerdict = z.infer<typeof MatchVerdict>;

/**
 * The effect of a match. `suppressed`: a negative list holds the value; `quarantined`: its record floods cases;
 * `rejected`: a person said it is no match. Only matches that `counts` applies to lead to proposals and priorities.
 */
export const MatchStanding = z.enum(['counts', 'suppressed', 'quarantined', 'rejected']);
export type MatchStanding = z.infer<typeof MatchStanding>;

/**
 * The list status of a case. `listed`: some list has it, but nothing follows from that by itself: a watch list, lists
 * that contradict each other, or an unconfirmed match on a list that is not trusted.
 */
export const KnownAs = z.enum([...Classification.options, 'listed']);
export type KnownAs = z.infer<typeof KnownAs>;

/** What matches suggest to the person who decides. It is never a decision, and is never signed without theirs. */
export const MatchProposal = z.object({
  legality: Legality.exclude(['undetermined']),
  classification: Classification.nullable(),
  reasons: z.array(AssessmentReason),
  /** Why it may be suggested: a person confirmed such a match, or the list is trusted. */
  because: z.enum(['confirmed', 'trusted']),
});
export type MatchProposal = z.infer<typeof MatchProposal>;

/** The combined result of a case's matches. */
export const MatchOpinion = z.object({
  meaning: ListMeaning.exclude(['negative']).nullable(),
  trust: ListTrust.nullable(),
  /** A negative list suppressed some match. */
  suppressed: z.boolean(),
  /** Some lists call it illegal and others legal, so a person must decide. */
  conflict: z.boolean(),
  knownAs: KnownAs.nullable(),
});
export type MatchOpinion = z.infer<typeof MatchOpinion>;

/** The facts about a match that the rules need. */
export interface MatchFacts {
  algorithm: HashAlgorithm | 'url';
  distance: number;
  meaning: ListMeaning;
  trust: ListTrust;
  /** The last verdict on this pair of values and meaning, in any case. */
  verdict: MatchVerdict | null;
  quarantined: boolean;
}

/**
 * The effect of each match, in the order given. A person's verdict outranks every list: a match they confirmed is never
 * suppressed, and one they rejected suppresses nothing.
 */
export function standingsOf(matches: readonly MatchFacts[]): MatchStanding[] {
  const negatives = matches.filter(
    (match) => match.meaning === 'negative' && match.verdict !== 'rejected' && !match.quarantined,
  );
  return matches.map((match) => {
    if (match.verdict === 'rejected') return 'rejected';
    if (match.quarantined) return 'quarantined';
    if (match.meaning === 'negative' || match.verdict === 'confirmed') return 'counts';
    return negatives.some((negative) => suppresses(negative, match)) ? 'suppressed' : 'counts';
  });
}

/**
 * Whether a negative match suppresses another. A file wrongly matched before suppresses every match; a similar picture
 * suppresses only those that are no nearer.
 */
const suppresses = (negative: MatchFacts, match: MatchFacts): boolean =>
  isSameFile(negative) ||
  negative.algorithm === 'url' ||
  (!isSameFile(match) && match.algorithm !== 'url' && negative.distance <= match.distance);

/** Weighs the matches that count (see `weighLists`) and states the list status of the case. */
export function opinionOf(matches: readonly MatchFacts[]): MatchOpinion {
  const standings = standingsOf(matches);
  const counting = countingOf(matches, standings);
  const { meaning, trust, conflict } = weighLists(counting);
  return {
    meaning,
    trust,
    suppressed: standings.includes('suppressed'),
    conflict,
    knownAs: knownAs(counting, conflict),
  };
}

/** The proposal that follows from the matches that count; null where there is none, or lists contradict each other. */
export function proposalOf(matches: readonly MatchFacts[]): MatchProposal | null {
  const counting = countingOf(matches, standingsOf(matches));
  if (weighLists(counting).conflict) return null;
  const backed = counting.filter(isBacked);
  for (const meaning of ['baseline', 'national', 'known-legal'] as const) {
    const saying = backed.filter((match) => match.meaning === meaning);
    if (saying.length === 0) continue;
    const because = saying.some(({ verdict }) => verdict === 'confirmed') ? 'confirmed' : 'trusted';
    if (meaning === 'known-legal') return { legality: 'legal', classification: null, reasons: [], because };
    return { legality: 'illegal', classification: meaning, reasons: [], because };
  }
  return null;
}

/**
 * Whether the lists' opinion on a case contradicts its decision, so that a person should look again. A list that calls
 * illegal what was decided to be illegal is no news: with every police list, a hotline would get its own work back.
 */
export function speaksAgainst({ meaning, conflict }: MatchOpinion, decided: Legality): boolean {
  if (meaning === null) return false;
  return conflict || (meaning === 'known-legal') !== (decided === 'legal');
}

/**
 * Whether a person may decide this case as known baseline together with others: the exact file is on a baseline list of
 * high trust, and nothing contradicts it. Addresses and similar pictures are decided one by one.
 */
export function isKnownBaseline(matches: readonly MatchFacts[]): boolean {
  const counting = countingOf(matches, standingsOf(matches));
  return (
    !weighLists(counting).conflict &&
    counting.some((match) => match.meaning === 'baseline' && match.trust === 'high' && isSameFile(match))
  );
}

function knownAs(counting: readonly MatchFacts[], conflict: boolean): KnownAs | null {
  if (counting.length === 0) return null;
  const backed = (meaning: ListMeaning) =>
    counting.some((match) => match.meaning === meaning && isBacked(match));
  if (conflict) return 'listed';
  return backed('baseline') ? 'baseline' : backed('national') ? 'national' : 'listed';
}

const countingOf = (matches: readonly MatchFacts[], standings: readonly MatchStanding[]): MatchFacts[] =>
  matches.filter((match, index) => standings[index] === 'counts' && match.meaning !== 'negative');

/**
 * Whether a match is believed: always on a list of high trust; on one of medium trust if the exact file is on it; never
 * on a list of low trust alone.
 */
const isBacked = (match: MatchFacts): boolean =>
  match.verdict === 'confirmed' || match.trust === 'high' || (match.trust === 'medium' && isSameFile(match));

const isSameFile = ({ algorithm }: MatchFacts): boolean =>
  (IDENTIFYING_ALGORITHMS as readonly string[]).includes(algorithm);
