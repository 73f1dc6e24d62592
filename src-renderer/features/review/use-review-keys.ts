import { useReviewStores } from './review-context.tsx';
import { type FormFields, useJudgementKeys } from './use-judgement-keys.ts';

interface SeatKeys {
  focus: boolean;
  onFocus: (focus: boolean) => void;
  lighter: () => void;
}

/** Binds the keys of the queue. */
export function useReviewKeys({ focus, onFocus, lighter }: SeatKeys): FormFields {
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
    {
      enter: () => void state().claim(),
      backspace: () => void state().back(),
      ';': () => void state().skip(),
      9: () => void lighter(),
      0: () => onFocus(!focus),
      // The first press leaves a field, so that what is being typed never ends the focus.
      ...(focus
        ? {
            escape: () => {
              const { activeElement } = document;
              if (activeElement instanceof HTMLElement && activeElement.matches('input, textarea'))
                activeElement.blur();
              else onFocus(false);
            },
          }
        : {}),
    },
  );
}
