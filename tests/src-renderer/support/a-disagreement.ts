import type { BlindCase, Disagreement } from '../../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, PersonId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { compareDecisions } from '../../../shared/domain/second-review.ts';
import { illegalIn, legal } from '../../support/an-assessment.ts';
import { aCase } from './a-case.ts';
import { aMemberTable, aPolicy } from './a-session.ts';
import { anId } from './an-id.ts';

export const aReviewId = (number: number): SecondReviewId => SecondReviewId.parse(anId(500 + number));

/** A case that waits for a second person. */
export const aBlindCase = (number: number, change: Partial<BlindCase> = {}): BlindCase => ({
  review: aReviewId(number),
  case: aCase(number).id,
  kind: 'url',
  subject: `https://site${number}.example/page`,
  hashes: null,
  hosting: 'NL',
  receivedAt: null,
  sightings: [],
  sightingsTotal: 0,
  ...change,
});

/** Ann decided one thing, Bob another. */
export function aDisagreement(
  number: number,
  {
    first = illegalIn('NL'),
    second = legal(),
    ...change
  }: { first?: Assessment; second?: Assessment; mine?: boolean } = {},
): Disagreement {
  const decided = (judgement: Assessment, id: number, name: string) => ({
    assessedAt: '2026-11-20T10:00:00.000Z',
    by: { id: PersonId.parse(anId(id)), name },
    judgement,
    route: routeAssessment(judgement, aPolicy(), aMemberTable()),
  });
  const ann = { id: AssessmentId.parse(anId(700 + number)), ...decided(first, 7, 'Ann') };
  const bob = decided(second, 8, 'Bob');
  return {
    review: aReviewId(number),
    case: aCase(0).id,
    subject: `https://site${number}.example/page`,
    kind: 'url',
    first: ann,
    second: bob,
    differences: compareDecisions(ann, bob),
    mine: true,
    ...change,
  };
}
