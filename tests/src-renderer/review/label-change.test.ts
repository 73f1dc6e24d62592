import { describe, expect, it } from 'vitest';
import { LabelSet } from '../../../shared/domain/label-set.ts';
import {
  assessmentOf,
  type Judgement,
  judgementOf,
  missingIn,
  startJudgement,
} from '../../../src-renderer/features/review/judgement.ts';
import { applyChange } from '../../../src-renderer/features/review/judgement-change.ts';
import { labelChange } from '../../../src-renderer/features/review/label-change.ts';
import { aLabelSet } from '../../support/a-label-set.ts';

const set = LabelSet.parse(aLabelSet());
const start = startJudgement({ hosting: 'BE' });
const choose = (judgement: Judgement, chosen: Record<string, string[]>): Judgement =>
  applyChange(judgement, labelChange(judgement, set, chosen));
const of = (version: number) => ({ id: 'made-up', version });

describe('choosing labels', () => {
  it('says in the fields of the form what they say, and takes it away with them', () => {
    const one = choose(start, { A: ['A1'] });
    expect(one).toEqual({
      ...start,
      legality: 'illegal',
      age: 'infant',
      labels: { set: of(1), chosen: { A: ['A1'] } },
    });
    const two = choose(one, { A: ['A2'] });
    expect([two.age, two.virtual]).toEqual(['pubescent', false]);
    expect(choose(two, {})).toEqual({ ...start, legality: 'illegal' });
  });

  it('leaves what the analyst said otherwise since, which is then missing as a field that says the same', () => {
    const judgement = applyChange(choose(start, { A: ['A1'] }), {
      age: 'pre-pubescent',
      classification: 'baseline',
    });
    expect(missingIn(judgement, set)).toEqual(['labelFields']);
    expect(choose(judgement, {}).age).toBe('pre-pubescent');
    expect(missingIn(choose(judgement, { A: ['A1'], B: ['B.1'] }), set)).toEqual([]);
  });
});

describe('a judgement under a set of labels', () => {
  const illegal = applyChange(start, { classification: 'baseline' });

  it('lacks a required group, and none where it is not illegal or no set is in force', () => {
    expect(missingIn(illegal, set)).toEqual(['labels']);
    expect(missingIn(illegal, null)).toEqual([]);
    expect(missingIn({ ...start, legality: 'legal' }, set)).toEqual([]);
  });

  it('of an earlier version has, in the one in force, the labels that are still in it', () => {
    const old = judgementOf({
      ...assessmentOf(choose(illegal, { A: ['A1'], B: ['B.1'] }), set),
      labels: { set: of(1), chosen: { A: ['A1'], B: ['B.1'] } },
    });
    const newer = LabelSet.parse({ ...aLabelSet({ version: 2 }), groups: [set.groups[0]] });
    expect(assessmentOf(old, newer).labels).toEqual({ set: of(2), chosen: { A: ['A1'] } });
    expect(assessmentOf(old, null).labels).toBeUndefined();
    expect(missingIn(old, newer)).toEqual([]);
  });
});
