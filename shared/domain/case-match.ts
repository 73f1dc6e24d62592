import { z } from 'zod';
import { AssessmentReason, Classification, Legality } from './assessment.ts';
import { ListMeaning, ListTrust } from './hash-list.ts';
import { type HashAlgorithm, IDENTIFYING_ALGORITHMS } from './hashes.ts';
import { weighLists } from './list-verdict.ts';

/** What somebody said of one match: the case holds what the list means, or it does not. The last word counts. */
export const MatchVerdict = z.enum(['confirmed', 'rejected']);
export type MatchVerdict = z.infer<typeof MatchVerdict>;

/**
 * What a match counts for. `suppressed`: a negative list holds the value; `quarantined`: its entry floods;
 * `rejected`: somebody said it is none. Only what `counts` makes proposals and priorities.
 */
export const MatchStanding = z.enum(['counts', 'suppressed', 'quarantined', 'rejected']);
export type MatchStanding = z.infer<typeof MatchStanding>;

/**
 * What a case is known as. `listed`: some list knows it, and nothing follows from that by itself: a watch list, lists that
 * contradict each other, a match nobody confirmed on a list that is not trusted.
 */
export const KnownAs = z.enum([...Classification.options, 'listed']);
export type KnownAs = z.infer<typeof KnownAs>;

/** What matches suggest to whoever judges. Never a judgement, and never signed without a person's word. */
export const MatchProposal = z.object({
  legality: Legality.exclude(['undetermined']),
  classification: Classification.nullable(),
  reasons: z.array(AssessmentReason),
  /** Why it may be suggested: somebody confirmed such a match, or the list is trusted. */
  because: z.enum(['confirmed', 'trusted']),
});
export type MatchProposal = z.infer<typeof MatchProposal>;

/** What the matches of a case say together. */
export const MatchOpinion = z.object({
  meaning: ListMeaning.exclude(['negative']).nullable(),
  trust: ListTrust.nullable(),
  /** A negative list took something out. */
  suppressed: z.boolean(),
  /** Some lists call it illegal and others legal: a person looks. */
  conflict: z.boolean(),
  knownAs: KnownAs.nullable(),
});
export type MatchOpinion = z.infer<typeof MatchOpinion>;

/** What the rules need to know of a match. */
export interface MatchFacts {
  algorithm: HashAlgorithm | 'url';
  distance: number;
  meaning: ListMeaning;
  trust: ListTrust;
  /** The last word on this pair of values and meaning, whatever the case. */
  verdict: MatchVerdict | null;
  quarantined: boolean;
}

/**
 * Who counts for what, in the order given. A person's word stands above every list: what they confirmed is never
 * suppressed, what they rejected suppresses nothing.
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

/** A file wrongly matched before is that whatever it matches by; a picture like such a one only what is no nearer. */
const suppresses = (negative: MatchFacts, match: MatchFacts): boolean =>
  isSameFile(negative) ||
  negative.algorithm === 'url' ||
  (!isSameFile(match) && match.algorithm !== 'url' && negative.distance <= match.distance);

/** Weighs what counts (see `weighLists`) and says what the case is known as. */
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

/** The proposal that follows from what counts, or null: nothing is proposed where lists contradict each other. */
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
 * Whether what lists say of a case speaks against how it was decided, so that a person looks again. A list that knows as
 * illegal what was decided to be illegal is no news: with every list of the police a hotline would get its own work back.
 */
export function speaksAgainst({ meaning, conflict }: MatchOpinion, decided: Legality): boolean {
  if (meaning === null) return false;
  return conflict || (meaning === 'known-legal') !== (decided === 'legal');
}

/**
 * Whether a person may judge this case as known baseline together with others: the very file stands on a baseline list of
 * high trust, and nothing speaks against it. Addresses and likenesses are looked at one by one.
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

/** A list of high trust is believed; of medium trust where the file itself stands on it; of low trust never alone. */
const isBacked = (match: MatchFacts): boolean =>
  match.verdict === 'confirmed' || match.trust === 'high' || (match.trust === 'medium' && isSameFile(match));

const isSameFile = ({ algorithm }: MatchFacts): boolean =>
  (IDENTIFYING_ALGORITHMS as readonly string[]).includes(algorithm);
