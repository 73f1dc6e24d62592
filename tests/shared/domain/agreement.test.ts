import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../../shared/domain/agreement.ts';

const times = <Item>(count: number, item: Item): Item[] => Array<Item>(count).fill(item);
const rating = fc.tuple(fc.constantFrom('a', 'b', 'c', null), fc.constantFrom('a', 'b', 'c', null));

describe('agreement', () => {
  test('of the textbook example (20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no) has a kappa of 0.4', () => {
    const ratings = [
      ...times(20, ['yes', 'yes'] as const),
      ...times(5, ['yes', 'no'] as const),
      ...times(10, ['no', 'yes'] as const),
      ...times(15, ['no', 'no'] as const),
    ];
    expect(agreementOf(ratings)).toEqual({ pairs: 50, same: 35, observed: 0.7, kappa: 0.4 });
  });

  test('has no kappa where nothing was rated, or where both always said the same one thing', () => {
    expect([agreementOf([]), agreementOf(times(9, ['legal', 'legal'] as const))]).toEqual([
      { pairs: 0, same: 0, observed: null, kappa: null },
      { pairs: 9, same: 9, observed: 1, kappa: null },
    ]);
  });

  test('is no better than chance where one of them always says the same', () => {
    const ratings = [...times(9, ['a', 'a'] as const), ['b', 'a'] as const];
    expect(agreementOf(ratings)).toEqual({ pairs: 10, same: 9, observed: 0.9, kappa: 0 });
  });

  test('is never above one, is one where they differ in nothing, and does not depend on who is first', () => {
    fc.assert(
      fc.property(fc.array(rating, { minLength: 1 }), (ratings) => {
        const { kappa, observed, same, pairs } = agreementOf(ratings);
        const turned = agreementOf(ratings.map(([one, other]) => [other, one] as const));
        expect(turned).toEqual({ kappa, observed, same, pairs });
        if (kappa !== null) expect(kappa).toBeLessThanOrEqual(1);
        if (kappa !== null && same === pairs) expect(kappa).toBe(1);
        if (kappa === 1) expect(same).toBe(pairs);
      }),
    );
  });

  test('does not depend on the order of the things rated', () => {
    fc.assert(
      fc.property(fc.array(rating), (ratings) => {
        expect(agreementOf(ratings.toReversed())).toEqual(agreementOf(ratings));
      }),
    );
  });
});
