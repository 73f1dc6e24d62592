import type { WebFrameMain } from 'electron';
import { PAGE_ORIGIN, PAGE_URL } from './page-origin.ts';

/** What of a frame decides whether it may be talked to. */
export type FrameFacts = Pick<WebFrameMain, 'url' | 'origin' | 'detached'> & { parent: unknown };

/**
 * Whether this is our page in the main frame of our window (Electron security checklist 17). An empty address and
 * `about:blank` are refused: before its first load a frame has them, and so has one that somebody else just opened.
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

/** The page's address, whatever its fragment. */
export const isPageAddress = (url: string): boolean => url === PAGE_URL || url.startsWith(`${PAGE_URL}#`);
