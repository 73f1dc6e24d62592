import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { NARRATIVE_KEY } from './narrative-key.ts';
import css from './wellbeing.module.css';
import { useWellbeing } from './wellbeing-store.ts';

/**
 * A narrative that was asked for. It is blurred until a press, or while the key is held, as the person prefers; while it is
 * blurred, screen readers do not speak it either.
 * @param keyed whether the key is for this narrative
 */
export function NarrativeText({
  text,
  className,
  keyed,
}: {
  text: string;
  className: string;
  keyed: boolean;
}) {
  const { t } = useTranslation();
  const way = useWellbeing((state) => state.preferences.narrative);
  const [pressed, setPressed] = useState(false);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (way !== 'hold' || !keyed) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === NARRATIVE_KEY) setHeld(event.type === 'keydown' && !isTyping(event.target));
    };
    const letGo = () => setHeld(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', letGo);
    };
  }, [way, keyed]);
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

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [role=dialog]') !== null;
