import { useEffect, useState } from 'react';
import { NARRATIVE_KEY } from './narrative-key.ts';

/** Whether the key of narratives is held down now, outside of anything that is typed in. */
export function useHeldKey(isOn: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === NARRATIVE_KEY) setHeld(event.type === 'keydown' && !isTyping(event.target));
    };
    // Another window may get the release.
    const letGo = () => setHeld(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', letGo);
      setHeld(false);
    };
  }, [isOn]);
  return held;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [role=dialog]') !== null;
