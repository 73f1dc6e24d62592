import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  LEAST_LIMIT,
  type ShownTable,
  shownTable,
} from '../../../../shared/domain/publications/hidden-cells.ts';
import type { FigureTable } from '../../../../shared/domain/publications/publication.ts';

const tableOf = (values: readonly number[], more: Partial<FigureTable> = {}): FigureTable => ({
  ...{ caption: 'c', columns: ['n'], adds: 'parts' },
  rows: values.map((value, index) => ({ name: `row ${index}`, values: [value] })),
  ...more,
});

const shownOf = (values: readonly number[], below: number, more: Partial<FigureTable> = {}) =>
  shownTable(tableOf(values, more), below);

/** Every way in which so many numbers add up to a sum. */
function* sums(count: number, sum: number): Generator<number[]> {
  if (count === 1) return yield [sum];
  for (let first = 0; first <= sum; first++)
    for (const rest of sums(count - 1, sum - first)) yield [first, ...rest];
}

/** Hides small numbers alone, as one would without knowing better. */
const smallAlone = (values: readonly number[], below: number): ShownTable => {
  const open = shownTable(tableOf(values), null);
  const hide = (value: unknown) =>
    typeof value === 'number' && value > 0 && value < below ? ('hidden' as const) : (value as number);
  return {
    ...open,
    rows: open.rows.map((row) => ({ ...row, values: row.values.map(hide) })),
    totals: open.totals?.map(hide) ?? null,
  };
};

/**
 * Knows the method, and tries every table that could stand behind what is shown.
 * @returns the hidden rows that have the same number in all of them
 */
function computed(
  values: readonly number[],
  below: number,
  publish: (values: readonly number[], below: number) => ShownTable,
): number[] {
  const view = JSON.stringify(publish(values, below));
  const hidden = publish(values, below).rows.flatMap((row, index) =>
    row.values[0] === 'hidden' ? [index] : [],
  );
  const sum = values.reduce((all, value) => all + value, 0);
  const possible = hidden.map(() => new Set<number>());
  const total = hidden.reduce((all, index) => all + (values[index] ?? 0), 0);
  // Where the total is hidden too, every smaller one is tried.
  for (const rest of sum < below ? Array.from({ length: below }, (_, each) => each) : [total]) {
    if (hidden.length === 0) break;
    for (const guess of sums(hidden.length, rest)) {
      const whole = values.map((value, index) => guess[hidden.indexOf(index)] ?? value);
      if (JSON.stringify(publish(whole, below)) !== view) continue;
      for (const [at, value] of guess.entries()) possible[at]?.add(value);
    }
  }
  return hidden.filter((_, at) => possible[at]?.size === 1);
}

const numbers = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 4 });
const limits = fc.integer({ min: LEAST_LIMIT, max: 6 });

test('no hidden part can be computed from the total and the parts shown, even by one who knows the method', () => {
  fc.assert(
    fc.property(numbers, limits, (values, below) => {
      expect(computed(values, below, (whole, n) => shownOf(whole, n))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('with a lower limit than the least, two ones could be computed', () => {
  expect(computed([1, 1], LEAST_LIMIT - 1, (whole, n) => shownOf(whole, n))).toEqual([0, 1]);
});

test('hiding small parts alone is found out by the same attempt', () => {
  expect(computed([7, 3, 6], 5, smallAlone)).toEqual([1]);
});

test('every number above zero and below the limit is hidden, and nothing where there is none', () => {
  fc.assert(
    fc.property(numbers, limits, (values, below) => {
      const { rows } = shownOf(values, below);
      const isSmall = (value: number) => value > 0 && value < below;
      values.forEach((value, index) => {
        if (isSmall(value)) expect(rows[index]?.values).toEqual(['hidden']);
      });
      if (!values.some(isSmall)) expect(rows.map((row) => row.values[0])).toEqual(values);
    }),
  );
});

test('with a small part the smallest of the others is hidden, and not one that another table has as its total', () => {
  const table = tableOf([50, 2, 90]);
  const pinned = { ...table, rows: table.rows.map((row, at) => ({ ...row, isTotalElsewhere: at === 0 })) };
  const of = (shown: FigureTable) => shownTable(shown, 5).rows.map(({ values }) => values[0]);
  expect([of(table), of(pinned)]).toEqual([
    ['hidden', 'hidden', 90],
    [50, 'hidden', 'hidden'],
  ]);
});

test('small rows whose names say something become one', () => {
  expect(shownOf([40, 12, 3, 1], 5, { pools: true })).toMatchObject({
    rows: [{ name: 'row 0', values: [40] }],
    pooled: 16,
    totals: [56],
  });
});

test('what is not known stays so, and is no zero', () => {
  const table = tableOf([3]);
  const shown = shownTable({ ...table, rows: [...table.rows, { name: 'unknown', values: [null] }] }, null);
  expect([shown.rows[1]?.values, shown.totals]).toEqual([[null], [null]]);
});
