import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import { beginEditing, type Editing, judgementOf } from '../review/index.ts';

/** The least number of characters of a note; a note may also be left out. */
export const SHORTEST_NOTE = 3;

/** The decision about a disagreement that a supervisor is making. */
export interface Settling {
  /** Null before the supervisor chose: nothing is signed by a key alone. */
  choice: 'uphold' | 'overturn' | null;
  /** The decision that replaces the first one. */
  editing: Editing;
  note: string;
}

/** Nothing is chosen at first; overturning begins with the second reviewer's judgement. */
export const beginSettling = ({ second }: Disagreement): Settling => ({
  choice: null,
  editing: beginEditing(ownWords(judgementOf(second.judgement))),
  note: '',
});

/** The second reviewer's note is theirs, so a decision in the supervisor's name begins without it. */
const ownWords = <Words extends { note: string }>(judgement: Words): Words => ({ ...judgement, note: '' });

export const isNoteTooShort = (note: string): boolean => {
  const { length } = note.trim();
  return length > 0 && length < SHORTEST_NOTE;
};
