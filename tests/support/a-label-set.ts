import type { LabelSet } from '../../shared/domain/label-set.ts';

/** A set of labels as its file has it, made up. */
export const aLabelSet = (
  change: Partial<Record<keyof LabelSet, unknown>> = {},
): Record<string, unknown> => ({
  format: 'hashline-labels/1',
  id: 'made-up',
  version: 1,
  name: { en: 'Made-up labels', fr: 'Étiquettes inventées' },
  source: 'invented for tests',
  groups: [
    {
      code: 'A',
      name: { en: 'Group A' },
      isRequired: true,
      choice: 'one',
      labels: [
        {
          code: 'A1',
          name: { en: 'Label A1' },
          iccam: [
            { field: 'ageCategorization', value: 'infant' },
            { field: 'virtualContentCategorization', value: false },
          ],
        },
        { code: 'A2', name: { en: 'Label A2' }, iccam: [{ field: 'ageCategorization', value: 'pubescent' }] },
      ],
    },
    {
      code: 'B',
      name: { en: 'Group B' },
      isRequired: false,
      choice: 'several',
      labels: [{ code: 'B.1', name: { en: 'Label B1' } }],
    },
  ],
  ...change,
});
