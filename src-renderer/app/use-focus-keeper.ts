import { type RefObject, useEffect } from 'react';

/**
 * Gives the focus to the main part of the page whenever it would fall to nothing: the element that had it left the page, as the
 * form does with every decision, or a key took it out of a field. A screen reader would otherwise start at the top again.
 */
export function useFocusKeeper(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const keep = () => {
      const { activeElement } = document;
      if (activeElement !== null && activeElement !== document.body) return;
      // A dialog finds its focus by itself.
      if (document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
      main.current?.focus({ preventScroll: true });
    };
    let frame = 0;
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(keep);
    };
    // An element that is removed tells of no lost focus.
    const removed = new MutationObserver(soon);
    removed.observe(document.body, { childList: true, subtree: true });
    window.addEventListener('focusout', soon);
    soon();
    return () => {
      cancelAnimationFrame(frame);
      removed.disconnect();
      window.removeEventListener('focusout', soon);
    };
  }, [main]);
}
