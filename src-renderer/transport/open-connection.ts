import { createORPCClient } from '@orpc/client';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Connection } from './connection.ts';
import { connectByMessagePort } from './message-port-transport.ts';
import { RenewableLink } from './renewable-link.ts';
import { connectByWebSocket } from './websocket-transport.ts';

/** Chooses the transport, once: a page served over HTTP has a loopback host, any other an Electron one. */
export function openConnection(): Connection {
  const link = new RenewableLink();
  if (location.protocol.startsWith('http')) void connectByWebSocket(link);
  else connectByMessagePort(link);
  return {
    client: createORPCClient<EngineClient>(link),
    status: link.status,
    onLocked: (listener) => link.onLocked(listener),
  };
}
