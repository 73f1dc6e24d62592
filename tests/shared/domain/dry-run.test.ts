import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DryRunTally, dryRun, EMPTY_TALLY, joinTallies } from '../../../shared/domain/dry-run.ts';
import { drawsBySeed, secondReviewRate } from '../../../shared/domain/policy.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { aMemberTable, aPolicy } from '../../support/a-policy.ts';
import {
  arbitraryJudged,
  arbitraryPolicy,
  arbitraryProtocol,
  PEOPLE,
} from '../../support/arbitrary-policy.ts';

const judged = fc.array(arbitraryJudged, { maxLength: 30 });

/** Sums of fractions come out alike only to some digits, in whatever order they were added. */
const rounded = (tally: DryRunTally): DryRunTally => ({
  ...tally,
  secondReview: tally.secondReview.map((row) => ({
    ...row,
    before: Math.round(row.before * 1e6),
    after: Math.round(row.after * 1e6),
  })),
});

describe('a dry run', () => {
  test('by the same rules changes nothing', () => {
    fc.assert(
      fc.property(judged, arbitraryProtocol, (items, protocol) => {
        const { tally, changes } = dryRun(items, protocol, protocol);
        expect([tally.changed, changes, tally.deadlines]).toEqual([0, [], []]);
        expect(tally.moves.every(({ from, to }) => from === to)).toBe(true);
        expect(tally.destinations.every(({ before, after }) => before === after)).toBe(true);
      }),
    );
  });

  test('says of every assessment what routing says of it', () => {
    fc.assert(
      fc.property(judged, arbitraryProtocol, arbitraryProtocol, (items, before, after) => {
        const { tally, changes } = dryRun(items, before, after);
        const route = (item: (typeof items)[number], { policy, members }: typeof before) => {
          const { policy: _, zone: __, ...result } = routeAssessment(item.judgement, policy, members);
          return result;
        };
        for (const { item, ...routes } of changes) {
          expect(routes).toEqual({ before: route(item, before), after: route(item, after) });
        }
        const changed = items.filter(
          (item) => JSON.stringify(route(item, before)) !== JSON.stringify(route(item, after)),
        );
        // The order of destinations is no change of the way.
        expect(changes.length).toBeLessThanOrEqual(changed.length);
        expect(changes.length).toBe(tally.changed);
        expect(tally.looked).toBe(items.length);
        expect(tally.moves.reduce((sum, { count }) => sum + count, 0)).toBe(items.length);
        const sent = items.flatMap((item) => route(item, after).destinations).length;
        expect(tally.destinations.reduce((sum, row) => sum + row.after, 0)).toBe(sent);
      }),
    );
  });

  test('in slices comes to the same as at once', () => {
    fc.assert(
      fc.property(judged, fc.nat(30), arbitraryProtocol, arbitraryProtocol, (items, cut, before, after) => {
        const part = (of: typeof items) => dryRun(of, before, after).tally;
        expect(rounded(joinTallies([part(items.slice(0, cut)), part(items.slice(cut))]))).toEqual(
          rounded(part(items)),
        );
      }),
    );
  });

  test('of nothing looks at nothing', () => {
    const protocol = { policy: aPolicy(), members: aMemberTable({}) };
    expect(dryRun([], protocol, protocol)).toEqual({ tally: EMPTY_TALLY, changes: [] });
  });
});

test('the rate of second review is the highest that applies', () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryJudged, (policy, { judgement, person }) => {
      const decided = { legality: judgement.legality, category: 'c0', person };
      const { review } = policy;
      expect(secondReviewRate(policy, decided)).toBe(
        Math.max(
          review.secondReviewRate[judgement.legality],
          review.secondReviewByCategory.c0 ?? 0,
          review.secondReviewByPerson[person] ?? 0,
        ),
      );
    }),
  );
});

test('a category called after an inherited member has no rate of its own', () => {
  const policy = aPolicy();
  const decided = { legality: 'legal' as const, category: 'constructor', person: PEOPLE[0]! };
  expect(secondReviewRate(policy, decided)).toBe(policy.review.secondReviewRate.legal);
});

test('a policy needs a seed where any of its rates leaves something to chance', () => {
  const { review, ...rest } = aPolicy();
  const none = { illegal: 0, legal: 1, undetermined: 0 };
  const plain = { ...review, secondReviewRate: none, secondReviewByCategory: {}, secondReviewByPerson: {} };
  const needs = (change: Partial<typeof review>) => drawsBySeed({ ...rest, review: { ...plain, ...change } });
  expect([
    needs({}),
    needs({ secondReviewRate: { ...none, legal: 0.5 } }),
    needs({ secondReviewByCategory: { c0: 0.1 } as never }),
    needs({ secondReviewByPerson: { someone: 0.9 } as never }),
  ]).toEqual([false, true, true, true]);
});
