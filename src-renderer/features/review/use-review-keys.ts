import { useReviewStores } from './review-context.tsx';
import { type FormFields, useJudgementKeys } from './use-judgement-keys.ts';

/** Binds the keys of the queue. */
export function useReviewKeys(): FormFields {
  const { work } = useReviewStores();
  const state = () => work.getState();
  return useJudgementKeys(
    {
      judgement: () => state().judgement,
      change: (change) => state().change(change),
      undo: () => state().undo(),
      submit: () => void state().submit(),
      step: (steps) => void state().step(steps),
    },
    { enter: () => void state().claim(), backspace: () => void state().back() },
  );
}
