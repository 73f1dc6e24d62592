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

export const percentile = (values: readonly number[], percent: number): number =>
  [...values].sort((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor((values.length * percent) / 100))
  ] ?? Number.NaN;

/** Milliseconds the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** @param driftOf what was last recorded of a figure, and by how many percent it is another now */
export function figuresTable(
  figures: readonly Figure[],
  driftOf?: (figure: Figure) => { last: number; percent: number } | null,
): string {
  const rows = figures.map((each) => {
    const { what, ours, unit, yardstick, theirs, ratio } = each;
    const drift = driftOf?.(each) ?? null;
    return [
      what,
      `${ours.toLocaleString('en')} ${unit}`,
      yardstick === null || theirs === null ? '' : `${theirs.toLocaleString('en')} ${unit} (${yardstick})`,
      ratio === null ? '' : String(ratio),
      ...(driftOf
        ? [drift?.last.toLocaleString('en') ?? '', drift === null ? 'new' : inPercent(drift.percent)]
        : []),
    ];
  });
  const titles = ['WHAT', 'HASHLINE', 'BESIDE IT', 'RATIO', ...(driftOf ? ['LAST RECORDED', 'DRIFT'] : [])];
  const all = [titles, ...rows];
  const widths = titles.map((_title, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const inPercent = (percent: number): string => `${percent > 0 ? '+' : ''}${percent} %`;
