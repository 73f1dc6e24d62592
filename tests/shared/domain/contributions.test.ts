import { expect, test } from 'vitest';
import { basesUsed } from '../../../shared/domain/contributions.ts';

const adding = (base: string | null, contributed: number | null) => ({
  settings: { url: 'https://desk.example/', ...(base === null ? {} : { base }) },
  contributed,
});

test('what was delivered is summed over the destinations of a base, and one that names none counts for nothing', () => {
  expect([
    basesUsed([adding('TWINS', 0), adding('ICSE', 2), adding(null, null), adding('ICSE', 3)], []),
    basesUsed([adding(null, null)], []),
  ]).toEqual([
    [
      { base: 'ICSE', referrals: 5, consulted: 0, found: 0 },
      { base: 'TWINS', referrals: 0, consulted: 0, found: 0 },
    ],
    [],
  ]);
});

test('consultations stand beside what was delivered, also those of a base that no destination adds to', () => {
  expect(
    basesUsed(
      [adding('TWINS', 4)],
      [
        { base: 'ICSE', consulted: 3, found: 1 },
        { base: 'TWINS', consulted: 2, found: 2 },
      ],
    ),
  ).toEqual([
    { base: 'ICSE', referrals: null, consulted: 3, found: 1 },
    { base: 'TWINS', referrals: 4, consulted: 2, found: 2 },
  ]);
});
