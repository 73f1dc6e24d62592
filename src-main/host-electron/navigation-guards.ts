import type { WebContents } from 'electron';

/**
 * The page stays where it is: no navigation, no redirect, no frame, no second window, no webview (Electron security
 * checklist 12, 13 and 14). There is nowhere to go, so there is no list of exceptions; `shell.openExternal` (15) does
 * not occur in Hashline at all. A reload asked for by the host is no navigation of the page and is not affected.
 */
export function guardNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
  // CSP has no say over WebRTC; without a proxy for UDP nothing leaves.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
