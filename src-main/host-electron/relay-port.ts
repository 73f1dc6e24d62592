import type { IpcRenderer } from 'electron';
import { ENGINE_PORT_CHANNEL } from './engine-port-channel.ts';
import { PAGE_ORIGIN } from './page-origin.ts';

/** The window as the preload sees it. */
export type PageWindow = Pick<Window, 'addEventListener' | 'postMessage'> & {
  location: Pick<Location, 'origin'>;
  top: unknown;
};

/**
 * Hands each port from the main process to the page, once the page has sent `hashline-page`. The page receives ports
 * and no function (Electron security checklist 20): nothing of Electron is exposed to it.
 */
export function relayPort(ipc: Pick<IpcRenderer, 'on'>, page: PageWindow): void {
  if (page.location.origin !== PAGE_ORIGIN || page.top !== page) return;
  let listening = false;
  let waiting: MessagePort | null = null;
  const hand = () => {
    if (!listening || waiting === null) return;
    page.postMessage({ type: 'hashline-engine' }, PAGE_ORIGIN, [waiting]);
    waiting = null;
  };
  ipc.on(ENGINE_PORT_CHANNEL, (event) => {
    waiting?.close();
    waiting = event.ports[0] ?? null;
    hand();
  });
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== page || !isPageReady(event.data)) return;
    listening = true;
    hand();
  });
}

const isPageReady = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'hashline-page';
