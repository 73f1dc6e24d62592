import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AssessedLabels,
  type ChosenLabels,
  labelsText,
} from '../../../shared/domain/assessed-labels.ts';
import { LabelSet } from '../../../shared/domain/label-set.ts';
import { carriedLabels, inWords, withLabels } from '../../../shared/domain/labelling.ts';
import { aLabelSet } from '../../support/a-label-set.ts';
import { illegalIn, legal } from '../../support/an-assessment.ts';

const name = { en: 'A name' };
const set = LabelSet.parse(aLabelSet());
const chosen = (labels: ChosenLabels, of: { id: string; version: number } = set): AssessedLabels => ({
  set: { id: of.id, version: of.version },
  chosen: labels,
});
const faultsOf = (...given: Parameters<typeof withLabels>) => {
  const read = withLabels(...given);
  return 'assessment' in read ? [] : read.refusals.map(({ field, detail }) => [field, detail]);
};
const payments = LabelSet.parse(
  aLabelSet({
    groups: [
      {
        code: 'P',
        name,
        isRequired: false,
        choice: 'several',
        labels: [
          { code: 'P1', name, iccam: [{ field: 'sourceUrlPaymentMethods', value: 'visa' }] },
          { code: 'P2', name, iccam: [{ field: 'sourceUrlPaymentMethods', value: 'bitcoin' }] },
          { code: 'P3', name, iccam: [{ field: 'ageCategorization', value: 'infant' }] },
          { code: 'P4', name, iccam: [{ field: 'ageCategorization', value: 'pubescent' }] },
        ],
      },
    ],
  }),
);

describe('an assessment under a set of labels', () => {
  test('states in its own fields what its labels say there', () => {
    expect(withLabels(illegalIn('BE', { labels: chosen({ A: ['A1'], B: ['B.1'] }) }), set)).toEqual({
      assessment: illegalIn('BE', {
        ...{ labels: chosen({ A: ['A1'], B: ['B.1'] }) },
        ...{ age: 'infant', virtual: false },
      }),
    });
  });

  test('has several methods of payment where its labels say several', () => {
    const labels = chosen({ P: ['P2', 'P1'] });
    expect(withLabels(illegalIn('BE', { labels }), payments)).toEqual({
      assessment: illegalIn('BE', { labels, paymentMethods: ['visa', 'bitcoin'] }),
    });
    const more = illegalIn('BE', { labels, paymentMethods: ['bitcoin', 'paypal', 'visa'] });
    expect(withLabels(more, payments)).toEqual({ assessment: more });
    expect(faultsOf(illegalIn('BE', { labels, paymentMethods: ['visa'] }), payments)).toEqual([
      ['paymentMethods', { code: 'labels-say-otherwise', said: ['visa', 'bitcoin'] }],
    ]);
  });

  test('says which value counts where its labels say several of a field that takes one', () => {
    const labels = chosen({ P: ['P3', 'P4'] });
    expect(faultsOf(illegalIn('BE', { labels }), payments)).toEqual([
      ['age', { code: 'labels-say-several', said: ['infant', 'pubescent'] }],
    ]);
    expect(faultsOf(illegalIn('BE', { labels, age: 'pubescent' }), payments)).toEqual([]);
    expect(faultsOf(illegalIn('BE', { labels, age: 'pre-pubescent' }), payments)).toEqual([
      ['age', { code: 'labels-say-otherwise', said: ['infant', 'pubescent'] }],
    ]);
  });

  test.each<[string, AssessedLabels | undefined, unknown[]]>([
    ['labels where a group is required', undefined, [['labels.chosen.A', { code: 'label-required' }]]],
    ['a required group', chosen({ B: ['B.1'] }), [['labels.chosen.A', { code: 'label-required' }]]],
    [
      'one label of a group that takes one',
      chosen({ A: ['A1', 'A2'] }),
      [['labels.chosen.A', { code: 'one-label-only' }]],
    ],
    [
      'codes that the set has',
      chosen({ A: ['A3'], constructor: ['A1'] }),
      [
        ['labels.chosen.constructor', { code: 'no-such-group' }],
        ['labels.chosen.A.0', { code: 'no-such-label' }],
      ],
    ],
    [
      'each code once',
      chosen({ A: ['A1'], B: ['B.1', 'B.1'] }),
      [['labels.chosen.B.1', { code: 'label-twice' }]],
    ],
    [
      'the set in force',
      chosen({ A: ['A1'] }, { id: 'made-up', version: 2 }),
      [['labels.set', { code: 'other-labels-in-force', id: 'made-up', version: 1 }]],
    ],
  ])('needs %s', (_, labels, faults) => {
    expect(faultsOf(illegalIn('BE', { ...(labels ? { labels } : {}) }), set)).toEqual(faults);
  });

  test('that is not of illegal material, or under a policy that names no labels, has none', () => {
    const labels = chosen({ A: ['A1'] });
    expect([faultsOf(legal(), set), faultsOf(illegalIn('BE'), null)]).toEqual([[], []]);
    expect(faultsOf(legal({ labels }), set)).toEqual([['labels', { code: 'labels-of-illegal-only' }]]);
    expect(faultsOf(illegalIn('BE', { labels }), null)).toEqual([['labels', { code: 'no-labels-in-force' }]]);
  });

  test('is taken as it is the second time, whatever it says', () => {
    const some = fc.subarray(['P1', 'P2', 'P3', 'P4'], { minLength: 1 });
    const age = fc.constantFrom('infant' as const, 'pubescent' as const);
    fc.assert(
      fc.property(some, age, (codes, own) => {
        const read = withLabels(illegalIn('BE', { labels: chosen({ P: codes }), age: own }), payments);
        if ('assessment' in read) expect(withLabels(read.assessment, payments)).toEqual(read);
      }),
    );
  });
});

describe('the labels of an earlier judgement', () => {
  const labels = chosen({ A: ['A1'], B: ['B.1'] });

  test('keep in a newer version the codes that it still has; the others are named', () => {
    const [a] = set.groups;
    const newer = LabelSet.parse({ ...aLabelSet({ version: 2 }), groups: [a] });
    expect(carriedLabels(labels, newer)).toEqual({ chosen: { A: ['A1'] }, lost: ['B:B.1'] });
    expect(carriedLabels(labels, set)).toEqual({ chosen: labels.chosen, lost: [] });
  });

  test('mean nothing in another set, or where there is none', () => {
    const other = LabelSet.parse(aLabelSet({ id: 'another' }));
    const lost = ['A:A1', 'B:B.1'];
    expect([carriedLabels(labels, other), carriedLabels(labels, null)]).toEqual([
      { chosen: {}, lost },
      { chosen: {}, lost },
    ]);
    expect(carriedLabels(null, set)).toEqual({ chosen: {}, lost: [] });
  });

  test('are read in the words of their set, and compared whatever their order', () => {
    expect(inWords(labels, set)).toEqual({
      set: { id: 'made-up', version: 1, name: set.name },
      groups: [
        { code: 'A', name: { en: 'Group A' }, labels: [{ code: 'A1', name: { en: 'Label A1' } }] },
        { code: 'B', name: { en: 'Group B' }, labels: [{ code: 'B.1', name: { en: 'Label B1' } }] },
      ],
    });
    expect(labelsText(chosen({ B: ['B.1'], A: ['A2', 'A1'] }))).toBe('A:A1 A:A2 B:B.1');
  });
});
