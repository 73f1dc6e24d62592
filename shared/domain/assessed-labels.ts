import { z } from 'zod';
import { told } from './refusal.ts';

/** A code of a group or a label, as the owner of the set writes it. */
export const LabelCode = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/);

/** Names a set of labels in one version, which is never changed. */
export const LabelSetRef = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  version: z.int().positive(),
});
export type LabelSetRef = z.infer<typeof LabelSetRef>;

/** As many as a set may have. */
export const MOST_GROUPS = 100;
export const MOST_LABELS = 200;

/** Codes of labels, by the code of their group. */
export const ChosenLabels = z
  .record(LabelCode, z.array(LabelCode).min(1).max(MOST_LABELS))
  .refine((chosen) => Object.keys(chosen).length <= MOST_GROUPS, {
    ...told({ code: 'list-too-long', maximum: MOST_GROUPS }),
  })
  .meta({ maxProperties: MOST_GROUPS });
export type ChosenLabels = z.infer<typeof ChosenLabels>;

/** The labels of an assessment. What they mean is in the set, which the ledger has in full. */
export const AssessedLabels = z.strictObject({ set: LabelSetRef, chosen: ChosenLabels });
export type AssessedLabels = z.infer<typeof AssessedLabels>;

/** The codes chosen in a group; an inherited member (`constructor`) is no group. */
export const chosenIn = (chosen: ChosenLabels, group: string): readonly string[] =>
  Object.hasOwn(chosen, group) ? (chosen[group] ?? []) : [];

/** The labels as one text: `A:A1 B:B.1 B:B.2`, whatever their order. */
export const labelsText = ({ chosen }: AssessedLabels): string =>
  Object.entries(chosen)
    .flatMap(([group, codes]) => codes.map((code) => `${group}:${code}`))
    .sort()
    .join(' ');
