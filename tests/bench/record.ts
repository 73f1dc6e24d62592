import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure } from './figures.ts';

const FILE = join(import.meta.dirname, 'last.json');

const Recorded = z.strictObject({
  recordedOn: z.iso.date(),
  machine: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** By what was measured: the ratio, or the figure itself where there is none. */
  figures: z.record(z.string(), z.strictObject({ of: z.enum(['ratio', 'figure']), value: z.number() })),
});
type Recorded = z.infer<typeof Recorded>;

const kept = ({ ours, ratio }: Figure): Recorded['figures'][string] =>
  ratio === null ? { of: 'figure', value: ours } : { of: 'ratio', value: ratio };

export const lastRecorded = (): Recorded => Recorded.parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** Puts these figures in the place of the last ones; those that were not measured now stay. */
export function record(figures: readonly Figure[], machine: Recorded['machine']): void {
  const measured = figures.map((figure) => [figure.what, kept(figure)]);
  const recorded: Recorded = {
    recordedOn: new Date().toISOString().slice(0, 10),
    machine,
    figures: { ...lastRecorded().figures, ...Object.fromEntries(measured) },
  };
  writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
}

/** The last recorded value of a figure, and by how many percent it is another now; null where it is new. */
export function drift(figure: Figure, last: Recorded): { last: number; percent: number } | null {
  const before = last.figures[figure.what];
  const now = kept(figure);
  if (before === undefined || before.of !== now.of) return null;
  const percent = before.value === 0 ? 0 : Math.round((now.value / before.value - 1) * 100);
  return { last: before.value, percent };
}
