import type { LabelSet } from '../../../shared/domain/label-set.ts';
import { type Judgement, type Missing, missingIn } from './judgement.ts';
import { applyChange, type Change, isTyping } from './judgement-change.ts';

const HISTORY = 100;

/** A form being filled in: its content, its undo history, and what it still lacks. */
export interface Editing {
  judgement: Judgement;
  history: readonly Judgement[];
  /** The last change was typed; further typing joins it as one undo step. */
  typing: boolean;
  /** The form was restored from a draft. */
  restored: boolean;
  /** What was missing when the person last tried to record it. */
  missing: readonly Missing[];
}

export const beginEditing = (judgement: Judgement, restored = false): Editing => ({
  judgement,
  history: [],
  typing: false,
  restored,
  missing: [],
});

/** @param set the labels in force; null where there are none */
export function editChange(editing: Editing, change: Change, set: LabelSet | null): Editing {
  const { judgement, history, typing, missing } = editing;
  const next = applyChange(judgement, change);
  const joins = typing && isTyping(change);
  return {
    judgement: next,
    history: joins ? history : [...history, judgement].slice(-HISTORY),
    typing: isTyping(change),
    restored: false,
    missing: missing.length === 0 ? [] : missingIn(next, set),
  };
}

/** @returns null where there is nothing to undo */
export function editUndo(editing: Editing): Editing | null {
  const previous = editing.history.at(-1);
  if (previous === undefined) return null;
  return {
    ...editing,
    judgement: previous,
    history: editing.history.slice(0, -1),
    typing: false,
    missing: [],
  };
}

export const editClear = ({ judgement, history }: Editing, start: Judgement): Editing => ({
  ...beginEditing(start),
  history: [...history, judgement],
});
