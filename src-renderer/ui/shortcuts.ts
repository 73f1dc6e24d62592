import { useEffect, useRef } from 'react';

/** The action for each key or combination, such as `j`, `shift+x`, `ctrl+enter`, `?`, `1` or `arrowdown`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/**
 * Binds keys for as long as the component is shown. Plain keys never fire while the person types, in dialogs and open
 * lists, or with a modifier that the binding does not name. Tab is never bound. Ctrl is Command on a Mac.
 */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const combination = combinationOf(event);
      const action = combination === null ? undefined : latest.current[combination];
      if (combination === null || action === undefined || event.defaultPrevented) return;
      // A focused button takes every Enter for a press, so combinations with Ctrl are handled before it and plain keys
      // after it.
      const capturing = event.eventPhase === Event.CAPTURING_PHASE;
      if (capturing !== combination.startsWith('ctrl+')) return;
      if (!mayFire(combination, event.target)) return;
      event.preventDefault();
      if (capturing) event.stopPropagation();
      action(event);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [enabled]);
}

/** The name of the combination that an event stands for, or null where it cannot be bound. */
export function combinationOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>,
  mac = isMac(),
): string | null {
  if (event.isComposing || event.altKey || event.key === 'Tab') return null;
  const command = mac ? event.metaKey : event.ctrlKey;
  if (mac ? event.ctrlKey : event.metaKey) return null;
  // On an AZERTY keyboard digits need Shift and the same key without it gives a letter, so the position of the key
  // decides.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit?.[1] !== undefined && !command) return digit[1];
  const key = event.key.toLowerCase();
  if (event.shiftKey && key.length > 1) return null;
  if (event.shiftKey && /^\p{L}$/u.test(key)) return command ? null : `shift+${key}`;
  return command ? `ctrl+${key}` : key;
}

const TYPING =
  'input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, select, [contenteditable=true]';
const CAPTURING = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]:not([data-shortcuts])';

/** Combinations that a text field uses itself. */
const OF_THE_FIELD = new Set(['ctrl+z', 'ctrl+a']);

function mayFire(combination: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest(CAPTURING)) return combination === 'ctrl+l';
  const withCtrl = combination.startsWith('ctrl+') && !OF_THE_FIELD.has(combination);
  if (target.closest(TYPING)) return withCtrl || combination === 'escape';
  // A focused button, switch or row answers Enter and Space itself.
  if (combination === 'enter' && target.closest('button, [role=button], [role=switch]')) return false;
  return true;
}

const isMac = (): boolean => /Mac/.test(navigator.platform);
