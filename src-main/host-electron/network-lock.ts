import type { Session } from 'electron';
import { PAGE_ORIGIN, PAGE_URL } from './page-origin.ts';

/** Port 9 (discard) of this machine: nobody listens there, and Chromium counts it among the unsafe ports. */
const NOWHERE = '127.0.0.1:9';

/** Whether the page's session may ask for this address at all. */
export function isReachable(url: string, packaged: boolean): boolean {
  return (
    url.startsWith(PAGE_URL) ||
    url.startsWith(`blob:${PAGE_URL}`) ||
    (!packaged && url.startsWith('devtools://devtools/'))
  );
}

/**
 * Takes the network away from a session: every request but those for the page's own files is cancelled, and what would
 * slip past that finds a proxy which is not there and a certificate check that never says yes.
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

/** The start of every blob the page makes. */
export const PAGE_BLOB = `blob:${PAGE_ORIGIN}/`;
