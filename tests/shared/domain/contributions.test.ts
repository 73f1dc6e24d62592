import { expect, test } from 'vitest';
import { contributionsOf } from '../../../shared/domain/contributions.ts';

test('contributions are summed over the destinations of a base, and one that names none counts for nothing', () => {
  const of = (base: string | null, contributed: number | null) => ({
    settings: { url: 'https://desk.example/', ...(base === null ? {} : { base }) },
    contributed,
  });
  expect([
    contributionsOf([of('TWINS', 0), of('ICSE', 2), of(null, null), of('ICSE', 3)]),
    contributionsOf([of(null, null)]),
  ]).toEqual([
    [
      { base: 'ICSE', referrals: 5 },
      { base: 'TWINS', referrals: 0 },
    ],
    [],
  ]);
});
