import type { ChosenLabels } from '../../../shared/domain/assessed-labels.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import { carriedLabels, type LabelledField, saidByLabels } from '../../../shared/domain/labelling.ts';
import { type Judgement, startJudgement } from './judgement.ts';
import type { Change } from './judgement-change.ts';

/**
 * The change of the form where a person chooses labels: its fields say at once what the labels say. A field that only a
 * label filled is as it was at the start when that label is taken away.
 */
export function labelChange(judgement: Judgement, set: LabelSet, chosen: ChosenLabels): Change {
  const before = saidByLabels(set, carriedLabels(judgement.labels, set).chosen);
  const after = saidByLabels(set, chosen);
  const change: Change = {
    legality: 'illegal',
    labels: Object.keys(chosen).length === 0 ? null : { set: { id: set.id, version: set.version }, chosen },
  };
  for (const field of new Set([...before.keys(), ...after.keys()]))
    Object.assign(change, {
      [field]: formValue(judgement, field, before.get(field) ?? [], after.get(field) ?? []),
    });
  return change;
}

const START = startJudgement({ hosting: null });

type Said = readonly unknown[];

function formValue(judgement: Judgement, field: LabelledField, before: Said, after: Said): unknown {
  const own = judgement[field];
  if (Array.isArray(own)) {
    const kept = own.filter((value) => !before.includes(value) || after.includes(value));
    return [...kept, ...after.filter((value) => !kept.some((each) => each === value))];
  }
  if (after.includes(own)) return own;
  // The value said last is of the label chosen just now, or of one that is still chosen.
  if (after.length > 0) return after.find((value) => !before.includes(value)) ?? after[0];
  return before.includes(own) ? START[field] : own;
}
