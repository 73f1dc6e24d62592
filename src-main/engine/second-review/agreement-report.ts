import type { AgreementReport } from '../../../shared/contract/second-review.contract.ts';
import { type Agreement, agreementOf, KAPPA_FROM_PAIRS } from '../../../shared/domain/agreement.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import {
  ReviewedAttribute as Attributes,
  compareDecisions,
  decisionText,
  type ReviewedAttribute,
  type SamplingPeriod,
} from '../../../shared/domain/second-review.ts';
import type { StoredReview } from './second-review.store.ts';

type Rating = readonly [string | null, string | null];

/**
 * Measures how far first and second reviewers agree: for each attribute, over the cases in which at least one of them
 * states it; for each period and each pair of people, over the whole decision (legality, category and classification
 * together).
 */
export function agreementReport(
  reviews: readonly StoredReview[],
  range: { from: SamplingPeriod; to: SamplingPeriod },
  nameOf: (person: PersonId) => string,
  golden: readonly { person: PersonId; answered: number; right: number }[],
  undrawn: number,
): AgreementReport {
  const attributes = new Map<ReviewedAttribute, Rating[]>();
  const periods = new Map<SamplingPeriod, Rating[]>();
  const pairs = new Map<string, { first: PersonId; second: PersonId; ratings: Rating[] }>();
  for (const { first, second, period } of reviews) {
    if (second === null) continue;
    for (const { attribute, first: one, second: other } of compareDecisions(first, second))
      grouped(attributes, attribute).push([one, other]);
    const whole: Rating = [decisionText(first), decisionText(second)];
    grouped(periods, period).push(whole);
    const name = `${first.by} ${second.by}`;
    const pair = pairs.get(name) ?? { first: first.by, second: second.by, ratings: [] };
    pairs.set(name, pair);
    pair.ratings.push(whole);
  }
  const named = (person: PersonId) => ({ id: person, name: nameOf(person) });
  const counted = (state: StoredReview['state']) => reviews.filter((review) => review.state === state).length;
  return {
    ...range,
    undrawn,
    drawn: reviews.length,
    waiting: counted('waiting'),
    disputed: counted('disputed'),
    agreed: counted('agreed'),
    upheld: counted('upheld'),
    overturned: counted('overturned'),
    attributes: Attributes.options.flatMap((attribute) => {
      const ratings = attributes.get(attribute);
      return ratings ? [{ attribute, ...shownAgreement(ratings) }] : [];
    }),
    periods: [...periods].map(([period, ratings]) => ({ period, ...shownAgreement(ratings) })),
    pairs: [...pairs.values()]
      .map(({ first, second, ratings }) => ({
        first: named(first),
        second: named(second),
        ...shownAgreement(ratings),
      }))
      .sort((a, b) => (`${a.first.name} ${a.second.name}` < `${b.first.name} ${b.second.name}` ? -1 : 1)),
    golden: golden.map(({ person, answered, right }) => ({ person: named(person), answered, right })),
  };
}

/** Kappa only of enough pairs. */
function shownAgreement(ratings: readonly Rating[]): Agreement {
  const agreement = agreementOf(ratings);
  return agreement.pairs < KAPPA_FROM_PAIRS ? { ...agreement, kappa: null } : agreement;
}

function grouped<Key>(groups: Map<Key, Rating[]>, key: Key): Rating[] {
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}
