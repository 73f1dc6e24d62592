import { RPCLink } from '@orpc/client/websocket';
import type { RenewableLink } from './renewable-link.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/**
 * The way to a loopback host. The address Hashline prints carries a one-time token in its fragment, which no server
 * ever sees; it is traded for an HttpOnly cookie and removed from the address bar. After a reload the cookie is enough.
 */
export async function connectByWebSocket(link: RenewableLink): Promise<void> {
  const accepted = await tradeToken();
  if (!accepted) return link.refuse();
  let delayMs = FIRST_DELAY_MS;
  const connect = () => {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/engine`,
    );
    const way = new RPCLink({ websocket: socket });
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      delayMs = FIRST_DELAY_MS;
      link.renew(way);
    });
    socket.addEventListener('close', async () => {
      link.lose(way);
      if (!opened && (await hostIsThere())) return link.refuse();
      setTimeout(connect, delayMs * (0.5 + Math.random() / 2));
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    });
  };
  connect();
}

async function tradeToken(): Promise<boolean> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return true;
  history.replaceState(null, '', location.pathname);
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // A token works once. Somebody who opens the same address again may still hold the cookie, so the socket decides.
    return answer.ok || answer.status === 401 || answer.status === 403;
  } catch {
    return true;
  }
}

/** Whether the host answers at all: then it was the page that was refused, not the host that is gone. */
async function hostIsThere(): Promise<boolean> {
  try {
    const answer = await fetch('./', { cache: 'no-store' });
    return answer.ok;
  } catch {
    return false;
  }
}
