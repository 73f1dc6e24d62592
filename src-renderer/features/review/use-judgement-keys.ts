import { type RefObject, useRef } from 'react';
import { type Shortcuts, useShortcuts } from '../../ui/shortcuts.ts';
import type { Judgement } from './judgement.ts';
import { ageOfDigit, type Change, nextGender } from './judgement-change.ts';

/** The fields that keys focus. */
export interface FormFields {
  hosting: RefObject<HTMLInputElement | null>;
  reasons: RefObject<HTMLDivElement | null>;
  note: RefObject<HTMLTextAreaElement | null>;
  labels: RefObject<HTMLDivElement | null>;
}

/** The actions of the keys on a screen with a list and a form. */
export interface JudgementActs {
  judgement: () => Judgement | null;
  change: (change: Change) => void;
  undo: () => void;
  submit: () => void;
  step: (steps: 1 | -1) => void;
}

/** Binds the keys of an assessment: walking the list, and everything the form needs. */
export function useJudgementKeys(acts: JudgementActs, more: Shortcuts = {}): FormFields {
  const { judgement, change, undo, submit, step } = acts;
  const fields: FormFields = {
    hosting: useRef<HTMLInputElement>(null),
    reasons: useRef<HTMLDivElement>(null),
    note: useRef<HTMLTextAreaElement>(null),
    labels: useRef<HTMLDivElement>(null),
  };
  const next = () => step(1);
  const previous = () => step(-1);
  const age = (digit: number) => () => change({ age: ageOfDigit(digit) });
  useShortcuts({
    j: next,
    arrowdown: next,
    k: previous,
    arrowup: previous,
    i: () => change({ legality: 'illegal' }),
    l: () => change({ legality: 'legal' }),
    u: () => change({ legality: 'undetermined' }),
    b: () => change({ classification: 'baseline' }),
    n: () => change({ classification: 'national' }),
    1: age(1),
    2: age(2),
    3: age(3),
    4: age(4),
    g: () => change({ gender: nextGender(judgement()?.gender ?? null) }),
    h: () => fields.hosting.current?.focus(),
    r: () => fields.reasons.current?.querySelector('button')?.focus(),
    p: () => fields.labels.current?.querySelector('button')?.focus(),
    t: () => fields.note.current?.focus(),
    'ctrl+enter': submit,
    'ctrl+z': undo,
    escape: () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
    ...more,
  });
  return fields;
}
