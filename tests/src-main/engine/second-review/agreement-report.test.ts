import { describe, expect, test } from 'vitest';
import { KAPPA_FROM_PAIRS } from '../../../../shared/domain/agreement.ts';
import type { Assessment } from '../../../../shared/domain/assessment.ts';
import { AssessmentId, CaseId, PersonId, SecondReviewId } from '../../../../shared/domain/ids.ts';
import { routeAssessment } from '../../../../shared/domain/routing.ts';
import { SamplingPeriod } from '../../../../shared/domain/second-review.ts';
import { agreementReport } from '../../../../src-main/engine/second-review/agreement-report.ts';
import type { StoredReview } from '../../../../src-main/engine/second-review/second-review.store.ts';
import { aPolicy, theMembers } from '../../../support/a-policy.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';

const anId = (number: number) => `018f6b1c-0000-7000-8000-${String(number).padStart(12, '0')}`;
const period = SamplingPeriod.parse('2026-11');

const decided = (person: number, judgement: Assessment) => ({
  by: PersonId.parse(anId(person)),
  at: '2026-11-20T10:00:00.000Z',
  judgement,
  route: routeAssessment(judgement, aPolicy(), theMembers()),
});

/** Reviews in which two people agree, by turns on illegal and on legal. */
const agreed = (count: number): StoredReview[] =>
  Array.from({ length: count }, (_, number) => {
    const judgement = number % 2 === 0 ? illegalIn('BE') : legal();
    return {
      id: SecondReviewId.parse(anId(100 + number)),
      assessment: AssessmentId.parse(anId(200 + number)),
      case: CaseId.parse(anId(300 + number)),
      period,
      state: 'agreed',
      first: decided(1, judgement),
      second: decided(2, judgement),
    } as StoredReview;
  });

const kappaOf = (count: number) =>
  agreementReport(agreed(count), { from: period, to: period }, () => '', [], 0).periods.map(
    ({ pairs, same, kappa }) => ({ pairs, same, kappa }),
  );

describe('kappa', () => {
  test('is not shown for few pairs, whose number is', () => {
    const few = KAPPA_FROM_PAIRS - 1;
    expect(kappaOf(few)).toEqual([{ pairs: few, same: few, kappa: null }]);
  });

  test('is shown from enough pairs on', () => {
    expect(kappaOf(KAPPA_FROM_PAIRS)).toEqual([
      { pairs: KAPPA_FROM_PAIRS, same: KAPPA_FROM_PAIRS, kappa: 1 },
    ]);
  });
});
