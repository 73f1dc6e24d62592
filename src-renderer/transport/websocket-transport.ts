import { RPCLink } from '@orpc/client/websocket';
import { z } from 'zod';
import type { RenewableLink } from './renewable-link.ts';

/** "Service Restart" of the registry of RFC 6455: the engine ended with its lock, and the next one is there. */
const SERVICE_RESTART = 1012;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

const SESSION = 'hashline-session';
const SessionAnswer = z.object({ session: z.string() });

/**
 * Connects to a loopback host. The address that Hashline prints carries a one-time token in its fragment, which no
 * server ever sees; the page trades it for a session and removes it from the address bar. The session is kept in this
 * tab's own storage, which other ports of the machine cannot read, and is sent to no server except as a protocol of the
 * socket; it survives a reload.
 */
export async function connectByWebSocket(link: RenewableLink): Promise<void> {
  const accepted = await tradeToken();
  if (!accepted) return link.refuse();
  let delayMs = FIRST_DELAY_MS;
  const connect = () => {
    const socket = new WebSocket(
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/engine`,
      ['hashline', `session.${sessionStorage.getItem(SESSION) ?? ''}`],
    );
    let opened = false;
    // Before the link's own listener, which fails the calls that are under way: they are repeated only where the
    // connection is known to be lost.
    socket.addEventListener('close', async ({ code }) => {
      link.lose(way);
      if (code === SERVICE_RESTART) return connect();
      if (!opened && (await hostIsThere())) return link.refuse();
      setTimeout(connect, delayMs * (0.5 + Math.random() / 2));
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    });
    const way = new RPCLink({ websocket: socket });
    socket.addEventListener('open', () => {
      opened = true;
      delayMs = FIRST_DELAY_MS;
      link.renew(way);
    });
  };
  connect();
}

async function tradeToken(): Promise<boolean> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return true;
  history.replaceState(null, '', '/');
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // A token works once. A tab that opens the same address again still has the session, so the socket decides.
    if (!answer.ok) return answer.status === 401 || answer.status === 403;
    const given = SessionAnswer.safeParse(await answer.json());
    if (given.success) sessionStorage.setItem(SESSION, given.data.session);
    return given.success;
  } catch {
    return true;
  }
}

/** Whether the host answers at all, which tells a refused page from a host that is gone. */
async function hostIsThere(): Promise<boolean> {
  try {
    const answer = await fetch('./', { cache: 'no-store' });
    return answer.ok;
  } catch {
    return false;
  }
}
