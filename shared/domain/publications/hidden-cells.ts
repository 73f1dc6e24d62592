import type { Figure, FigureTable, TableRow } from './publication.ts';

/** A number as it is shown; `hidden` where it is small, or a small one could be computed from it. */
export type Shown = Figure | 'hidden';

export interface ShownRow {
  readonly name: string;
  readonly values: readonly Shown[];
}

export interface ShownTable extends Omit<FigureTable, 'rows' | 'adds'> {
  readonly rows: readonly ShownRow[];
  /** Rows that were joined, as one number; null where none were. */
  readonly pooled: Shown;
  /** Null where the rows do not add up. */
  readonly totals: readonly Shown[] | null;
}

/** Below 2 only ones are hidden, and two of them are told by their sum. */
export const LEAST_LIMIT = 3;

/**
 * A table as it is shown.
 * @param below every number above zero and below it is hidden: `LEAST_LIMIT` or more; null for no such limit
 */
export function shownTable(table: FigureTable, below: number | null): ShownTable {
  const { rows, adds, ...rest } = table;
  const columns = table.columns.map((_, column) => rows.map(({ values }) => values[column] ?? null));
  const totals = adds === 'apart' ? null : columns.map(sumOf);
  if (below === null) return { ...rest, rows, pooled: null, totals };
  const pinned = rows.map(({ isTotalElsewhere }) => isTotalElsewhere === true);
  const hidden = columns.map((values) =>
    adds === 'parts' ? hiddenParts(values, pinned, below) : values.map((value) => isSmall(value, below)),
  );
  return {
    ...rest,
    ...(table.pools ? pool(rows, hidden[0] ?? [], below) : { rows: hide(rows, hidden), pooled: null }),
    totals: totals?.map((total) => hideSmall(total, below)) ?? null,
  };
}

const isSmall = (value: Figure, below: number): boolean => value !== null && value > 0 && value < below;

const hideSmall = (value: Figure, below: number): Shown => (isSmall(value, below) ? 'hidden' : value);

/** The sum; null where a part is not known. */
const sumOf = (values: readonly Figure[]): Figure =>
  values.reduce<Figure>((sum, value) => (sum === null || value === null ? null : sum + value), 0);

/**
 * Which parts of a shown total are hidden: where one is small, all below the limit (a zero too, or it would tell the
 * others), and of the rest the smallest, with all that equal it. Those hidden then have different numbers in an order
 * that nothing shown depends on; where all parts are hidden, others with the same total look alike. Without the
 * smallest of the rest the small ones could be computed from their sum: three below 5 that are 12 together are 4 each.
 * A number that stands elsewhere as a total is taken only where it is small itself.
 */
function hiddenParts(values: readonly Figure[], pinned: readonly boolean[], below: number): boolean[] {
  if (!values.some((value) => isSmall(value, below))) return values.map(() => false);
  const isLow = (value: Figure): boolean => value !== null && value < below;
  const rest = values.filter(
    (value, row): value is number => value !== null && !isLow(value) && !pinned[row],
  );
  const smallest = rest.length === 0 ? null : Math.min(...rest);
  return values.map((value, row) => isLow(value) || (value !== null && value === smallest && !pinned[row]));
}

const hide = (rows: readonly TableRow[], hidden: readonly (readonly boolean[])[]): ShownRow[] =>
  rows.map(({ name, values }, row) => ({
    name,
    values: values.map((value, column) => (hidden[column]?.[row] ? 'hidden' : value)),
  }));

function pool(
  rows: readonly TableRow[],
  hidden: readonly boolean[],
  below: number,
): Pick<ShownTable, 'rows' | 'pooled'> {
  const joined = rows.filter((_, row) => hidden[row]);
  return {
    rows: rows.filter((_, row) => !hidden[row]).map(({ name, values }) => ({ name, values })),
    pooled:
      joined.length === 0 ? null : hideSmall(sumOf(joined.map(({ values }) => values[0] ?? null)), below),
  };
}
