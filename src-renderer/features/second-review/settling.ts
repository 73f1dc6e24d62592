import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import { beginEditing, type Editing, judgementOf } from '../review/index.ts';

/** A note is left out or has at least so many characters. */
export const SHORTEST_NOTE = 3;

/** What a supervisor is about to decide about a disagreement. */
export interface Settling {
  choice: 'uphold' | 'overturn';
  /** The decision that takes the place of the first one. */
  editing: Editing;
  note: string;
}

/** Begins with what changes nothing; deciding anew begins with what the second reviewer said. */
export const beginSettling = ({ second }: Disagreement): Settling => ({
  choice: 'uphold',
  editing: beginEditing(ownWords(judgementOf(second.judgement))),
  note: '',
});

/** The second reviewer's note is theirs; a decision in one's own name begins without it. */
const ownWords = <Words extends { note: string }>(judgement: Words): Words => ({ ...judgement, note: '' });

export const isNoteTooShort = (note: string): boolean => {
  const { length } = note.trim();
  return length > 0 && length < SHORTEST_NOTE;
};
