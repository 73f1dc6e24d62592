import { useBlind, useDisagreements, useNotes } from './second-review-context.tsx';

/** How much of the second review waits for this person: cases to judge, notes to read, disagreements to settle. */
export function useWaitingCount(): { blind: number; notes: number; disagreements: number; all: number } {
  const blind = useBlind((state) => state.total);
  const notes = useNotes((state) => state.unread);
  const disagreements = useDisagreements((state) => state.disagreements.filter(({ mine }) => mine).length);
  return { blind, notes, disagreements, all: blind + notes + disagreements };
}
