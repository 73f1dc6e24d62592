import { once } from 'node:events';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type LoopbackHost, startLoopbackHost } from '../../src-main/host-loopback/loopback-host.ts';
import { aFolder } from './a-folder.ts';
import { aPage } from './a-page.ts';
import { ASSETS } from './a-vault.ts';
import { programFile } from './programs.ts';

export interface RunningHost extends AsyncDisposable {
  host: LoopbackHost;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  token: string;
  vault: string;
}

/** The loopback host on a free port, over an empty vault folder and a page of three files. */
export async function aLoopbackHost(): Promise<RunningHost> {
  const folder = aFolder();
  const vault = join(folder.path, 'vault');
  const host = await startLoopbackHost({
    vault,
    assets: ASSETS,
    page: aPage(join(folder.path, 'page')),
    version: '0.0.0-test',
    port: 0,
    capabilities: [],
    onGivenUp: () => {},
    engine: programFile('engine-process'),
  });
  const address = new URL(host.address);
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= host.close();
    return closed;
  };
  return {
    host: { ...host, close },
    origin: address.origin,
    token: address.hash.replace('#token=', ''),
    vault,
    [Symbol.asyncDispose]: async () => {
      await close();
      folder[Symbol.dispose]();
    },
  };
}

/** Exchanges the token for the session, as the page does. */
export function exchangeToken({ origin, token }: Pick<RunningHost, 'origin' | 'token'>): Promise<Response> {
  return fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body: JSON.stringify({ token }) });
}

const SessionAnswer = z.object({ session: z.string() });

/** The session a page is given for the token. */
export async function sessionOf(running: Pick<RunningHost, 'origin' | 'token'>): Promise<string> {
  const answer = await exchangeToken(running);
  if (answer.status !== 200) throw new Error(`the token gave ${answer.status}`);
  return SessionAnswer.parse(await answer.json()).session;
}

/** The protocols that a page offers when it opens the socket. */
export const protocolsWith = (session: string): string[] => ['hashline', `session.${session}`];

/** An admitted socket, open. */
export async function aSocket(origin: string, session: string): Promise<WebSocket> {
  const address = `${origin.replace('http:', 'ws:')}/engine`;
  const socket = new WebSocket(address, protocolsWith(session), { headers: { origin } });
  socket.binaryType = 'arraybuffer';
  await once(socket, 'open');
  return socket;
}

export const clientOver = (socket: WebSocket): EngineClient =>
  // The DOM declares another type for the same interface.
  createORPCClient<EngineClient>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
