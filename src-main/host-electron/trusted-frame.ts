import type { WebFrameMain } from 'electron';
import { PAGE_ORIGIN, PAGE_URL } from './page-origin.ts';

/** The facts about a frame that decide whether it is trusted. */
export type FrameFacts = Pick<WebFrameMain, 'url' | 'origin' | 'detached'> & { parent: unknown };

/**
 * Whether this is our page in the main frame of our window (Electron security checklist 17). An empty address and
 * `about:blank` are refused: a frame has them before its first load, and so does one that another page has just opened.
 */
export function isTrustedFrame(
  frame: FrameFacts | null | undefined,
  contentsId: number,
  expectedContentsId: number,
): boolean {
  return (
    frame !== null &&
    frame !== undefined &&
    contentsId === expectedContentsId &&
    frame.parent === null &&
    !frame.detached &&
    frame.origin === PAGE_ORIGIN &&
    isPageAddress(frame.url)
  );
}

/** Whether this is the page's address, with any fragment. */
export const isPageAddress = (url: string): boolean => url === PAGE_URL || url.startsWith(`${PAGE_URL}#`);
