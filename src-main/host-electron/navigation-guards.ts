import type { Event, WebContents, WebContentsWillFrameNavigateEventParams } from 'electron';
import { isPageAddress } from './trusted-frame.ts';

type Destination = Pick<
  Event<WebContentsWillFrameNavigateEventParams>,
  'isMainFrame' | 'preventDefault' | 'url'
>;

/**
 * Keeps the page where it is: no navigation, no redirect, no frame, no second window, no webview (Electron security
 * checklist 12, 13 and 14). The only exception is the page reloading itself. Hashline never calls `shell.openExternal`
 * (15).
 */
export function guardNavigation(contents: WebContents): void {
  const stay = (event: Destination) => {
    const reloads = event.isMainFrame && isPageAddress(event.url) && isPageAddress(contents.getURL());
    if (!reloads) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
  // CSP does not govern WebRTC. With this policy and no proxy for UDP, it cannot send anything.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
