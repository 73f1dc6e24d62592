import { type RefObject, useRef } from 'react';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { ageOfDigit, nextGender } from './judgement-change.ts';
import { useReviewStores } from './review-context.tsx';

/** The fields the keys jump to. */
export interface FormFields {
  hosting: RefObject<HTMLInputElement | null>;
  reasons: RefObject<HTMLDivElement | null>;
  note: RefObject<HTMLTextAreaElement | null>;
}

/** Binds the keys of the review: walking the list, and everything an assessment needs. */
export function useReviewKeys(): FormFields {
  const { work } = useReviewStores();
  const fields: FormFields = {
    hosting: useRef<HTMLInputElement>(null),
    reasons: useRef<HTMLDivElement>(null),
    note: useRef<HTMLTextAreaElement>(null),
  };
  const state = () => work.getState();
  const next = () => void state().step(1);
  const previous = () => void state().step(-1);
  const age = (digit: number) => () => state().change({ age: ageOfDigit(digit) });
  useShortcuts({
    j: next,
    arrowdown: next,
    k: previous,
    arrowup: previous,
    enter: () => void state().claim(),
    i: () => state().change({ legality: 'illegal' }),
    l: () => state().change({ legality: 'legal' }),
    u: () => state().change({ legality: 'undetermined' }),
    b: () => state().change({ classification: 'baseline' }),
    n: () => state().change({ classification: 'national' }),
    1: age(1),
    2: age(2),
    3: age(3),
    4: age(4),
    g: () => state().change({ gender: nextGender(state().judgement?.gender ?? null) }),
    h: () => fields.hosting.current?.focus(),
    r: () => fields.reasons.current?.querySelector('button')?.focus(),
    t: () => fields.note.current?.focus(),
    'ctrl+enter': () => void state().submit(),
    'ctrl+z': () => state().undo(),
    escape: () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
  });
  return fields;
}
