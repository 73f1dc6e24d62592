import { expect, test } from 'vitest';
import { LabelSet } from '../../../shared/domain/label-set.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { aLabelSet } from '../../support/a-label-set.ts';

const faultsOf = (set: unknown) => {
  const parsed = LabelSet.safeParse(set);
  return parsed.success
    ? []
    : refusalsOf(parsed.error, null).map(({ field, detail }) => [field, detail.code]);
};
const name = { en: 'A name' };
const label = (change = {}) => ({ code: 'L', name, ...change });
const group = (change = {}) => ({
  ...{ code: 'G', name, isRequired: false, choice: 'one', labels: [label()] },
  ...change,
});

test('a set of labels keeps what its file says; a label without a field of ICCAM has none', () => {
  const { groups } = LabelSet.parse(aLabelSet());
  expect(groups.map(({ labels }) => labels.map(({ code, iccam }) => [code, iccam.length]))).toEqual([
    [
      ['A1', 2],
      ['A2', 1],
    ],
    [['B.1', 0]],
  ]);
});

test.each<[string, unknown, [string, string][]]>([
  ['two groups with one code', [group(), group()], [['groups.1.code', 'group-twice']]],
  [
    'two labels of a group with one code',
    [group({ labels: [label(), label({ code: 'M' }), label()] })],
    [['groups.0.labels.2.code', 'label-twice']],
  ],
  [
    'a label that says two things in one field',
    [
      group({
        labels: [
          label({
            iccam: [
              { field: 'genderCategorization', value: 'male' },
              { field: 'genderCategorization', value: 'female' },
            ],
          }),
        ],
      }),
    ],
    [['groups.0.labels.0.iccam.1.field', 'iccam-field-twice']],
  ],
  [
    'a value that ICCAM’s field does not have',
    [group({ labels: [label({ iccam: [{ field: 'sourceUrlSiteType', value: 'newspaper' }] })] })],
    [['groups.0.labels.0.iccam.0.value', 'not-among']],
  ],
  [
    'a field that ICCAM does not have',
    [group({ labels: [label({ iccam: [{ field: 'mood', value: 'x' }] })] })],
    [['groups.0.labels.0.iccam.0.field', 'in-no-allowed-form']],
  ],
  ['a group without labels', [group({ labels: [] })], [['groups.0.labels', 'list-too-short']]],
  ['a name without English', [group({ name: { de: 'Name' } })], [['groups.0.name.en', 'missing']]],
  ['another choice', [group({ choice: 'any' })], [['groups.0.choice', 'not-among']]],
  ['a code with a blank', [group({ code: 'a b' })], [['groups.0.code', 'malformed']]],
  ['an unknown member', [group({ colour: 'red' })], [['groups.0.colour', 'unknown-field']]],
])('%s is refused at its place', (_, groups, faults) => {
  expect(faultsOf(aLabelSet({ groups }))).toEqual(faults);
});

test('one label may stand in two groups', () => {
  expect(faultsOf(aLabelSet({ groups: [group(), group({ code: 'H' })] }))).toEqual([]);
});
