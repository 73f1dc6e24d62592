import { RPCHandler } from '@orpc/server/websocket';
import type { Engine } from './engine.ts';

/** The engine's side of one connection, over any transport. */
export interface Connection {
  send(message: string | ArrayBufferLike | ArrayBufferView): void;
  /** Ends the connection for both sides. */
  end(): void;
}

export interface ServedConnection {
  /** @param message text or bytes as received, not yet validated */
  receive(message: unknown): void;
  /** Called when the other side is gone: ends everything that runs for it. */
  close(): void;
}

/**
 * Serves the router over a connection. A message outside the protocol ends this connection and nothing else; oRPC's own
 * adapter for ports would leave it as an unhandled rejection, which ends the engine's process.
 */
export function serveConnection({ router, context }: Engine, connection: Connection): ServedConnection {
  const handler = new RPCHandler(router);
  const peer = {
    send: (message: string | ArrayBufferLike | ArrayBufferView | Blob) => {
      if (!(message instanceof Blob)) connection.send(message);
    },
    // Only `upgrade` would listen; messages are passed in here instead.
    addEventListener: () => {},
  };
  return {
    receive: (message) => {
      const data = message instanceof Uint8Array ? message.slice().buffer : message;
      if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) return connection.end();
      handler.message(peer, data, { context }).catch(() => connection.end());
    },
    close: () => handler.close(peer),
  };
}
