import { RPCLink } from '@orpc/client/message-port';
import type { RenewableLink } from './renewable-link.ts';

/**
 * Connects to an Electron host: its preload posts `{ type: 'hashline-engine' }` with one port, once for every engine
 * process. `hashline-page` tells the preload that the page is listening.
 */
export function connectByMessagePort(link: RenewableLink): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source !== window || !isEngineMessage(event.data) || port === undefined) return;
    // Before the link's own listener, which fails the calls that are under way: they are repeated only where the
    // connection is known to be lost.
    port.addEventListener('close', () => link.lose(way));
    const way = new RPCLink({ port });
    port.start();
    link.renew(way);
  });
  window.postMessage({ type: 'hashline-page' }, '*');
}

const isEngineMessage = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'hashline-engine';
