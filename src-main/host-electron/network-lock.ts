import type { Session } from 'electron';
import { PAGE_ORIGIN, PAGE_URL } from './page-origin.ts';

/** Port 9 (discard) of this machine: no program listens there, and Chromium treats it as unsafe. */
const NOWHERE = '127.0.0.1:9';

/** Whether the page's session may request this address at all. */
export function isReachable(url: string, packaged: boolean): boolean {
  return (
    url.startsWith(PAGE_URL) ||
    url.startsWith(`blob:${PAGE_URL}`) ||
    (!packaged && url.startsWith('devtools://devtools/'))
  );
}

/**
 * Takes the network away from a session. Every request except for the page's own files is cancelled; any that slipped
 * past would meet a proxy that does not exist and a certificate check that always refuses.
 */
export function lockNetwork(session: Session, packaged: boolean): void {
  session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !isReachable(url, packaged) }),
  );
  void session.setProxy({
    mode: 'fixed_servers',
    proxyRules: `socks5://${NOWHERE}`,
    proxyBypassRules: '<-loopback>',
  });
  session.setCertificateVerifyProc((_request, callback) => callback(-2));
  session.setSpellCheckerEnabled(false);
}

/** The beginning of every blob address the page makes. */
export const PAGE_BLOB = `blob:${PAGE_ORIGIN}/`;
