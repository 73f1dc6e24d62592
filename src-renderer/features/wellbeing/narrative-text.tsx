import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { NARRATIVE_KEY } from './narrative-key.ts';
import css from './wellbeing.module.css';
import { useWellbeing } from './wellbeing-store.ts';

interface NarrativeTextProps {
  text: string;
  className: string;
  keyed: boolean;
  held: boolean;
}

/**
 * A narrative that was asked for. It is blurred until a press, or while the key is held, as the person prefers; while it is
 * blurred, screen readers do not speak it either.
 * @param keyed whether the key is for this narrative
 * @param held whether it is held now
 */
export function NarrativeText({ text, className, keyed, held }: NarrativeTextProps) {
  const { t } = useTranslation();
  const way = useWellbeing((state) => state.preferences.narrative);
  const [pressed, setPressed] = useState(false);
  const isClear = way === 'open' || (way === 'press' ? pressed : held || pressed);
  const holding = {
    onPressStart: () => setPressed(true),
    onPressEnd: () => setPressed(false),
  };
  return (
    <>
      {way !== 'open' && (
        <div className={css.line}>
          {way === 'press' ? (
            <Button size="s" aria-pressed={pressed} onPress={() => setPressed(!pressed)}>
              {t(pressed ? 'wellbeing.narrative.blur' : 'wellbeing.narrative.clear')}
            </Button>
          ) : (
            <Button size="s" {...holding}>
              {t('wellbeing.narrative.hold')}
            </Button>
          )}
          {way === 'hold' && keyed && <KeyHint keys={NARRATIVE_KEY} />}
        </div>
      )}
      <p
        className={classNames(className, !isClear && css.blurred)}
        aria-hidden={!isClear}
        data-testid="narrative"
      >
        {text}
      </p>
    </>
  );
}
