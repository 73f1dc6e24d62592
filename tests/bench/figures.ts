/** One measured thing: ours, a yardstick measured beside it on the same machine, and what one is of the other. */
export interface Figure {
  what: string;
  ours: number;
  unit: string;
  yardstick: string | null;
  theirs: number | null;
  /** Ours as a share of theirs; ratios say more than figures of a shared machine. */
  ratio: number | null;
}

export const figure = (
  what: string,
  ours: number,
  unit: string,
  yardstick: string | null = null,
  theirs: number | null = null,
): Figure => ({
  what,
  ours: rounded(ours),
  unit,
  yardstick,
  theirs: theirs === null ? null : rounded(theirs),
  ratio: theirs === null ? null : Math.round((ours / theirs) * 1000) / 1000,
});

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, ours, unit, yardstick, theirs, ratio }) => [
    what,
    `${ours.toLocaleString('en')} ${unit}`,
    yardstick === null || theirs === null ? '' : `${theirs.toLocaleString('en')} ${unit} (${yardstick})`,
    ratio === null ? '' : String(ratio),
  ]);
  const all = [['WHAT', 'HASHLINE', 'BESIDE IT', 'RATIO'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
