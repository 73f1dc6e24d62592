import { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';
import type { Line } from '../engine-process/engine-service.ts';
import { SOCKET_PROTOCOL } from './doorkeeper.ts';
import type { OpenedSocket } from './opened-socket.ts';

/** Size of an upload piece with its envelope. */
const MAXIMUM_MESSAGE_BYTES = UPLOAD_CHUNK_BYTES + 64 * 1024;

/**
 * How much may be queued for one socket before it is closed: several of the largest answers. Otherwise a page that asks
 * and never reads would fill the engine's memory. A closed page connects again and repeats its questions.
 */
const MAXIMUM_UNREAD_BYTES = 256 * 1024 * 1024;

/** "Service Restart" of the registry of RFC 6455: the page connects again at once. */
const SERVICE_RESTART = 1012;

/** Answers the sockets that the host admitted, and makes each a line to the engine. */
export class PageSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAXIMUM_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SOCKET_PROTOCOL,
  });
  readonly #maximumUnread: number;

  constructor(maximumUnreadBytes = MAXIMUM_UNREAD_BYTES) {
    this.#maximumUnread = maximumUnreadBytes;
  }

  accept({ opening, socket }: OpenedSocket, connect: (line: Line) => void): void {
    socket.on('error', () => socket.destroy());
    const request = new IncomingMessage(socket);
    request.method = 'GET';
    request.headers = {
      upgrade: opening.upgrade,
      'sec-websocket-key': opening.key,
      'sec-websocket-version': opening.version,
      'sec-websocket-protocol': SOCKET_PROTOCOL,
    };
    this.#server.handleUpgrade(request, socket, Buffer.from(opening.head), (open) =>
      connect(this.#line(open)),
    );
  }

  #line(socket: WebSocket): Line {
    socket.on('error', () => socket.terminate());
    return {
      send: (message) => {
        if (socket.readyState !== socket.OPEN) return;
        socket.send(message);
        if (socket.bufferedAmount > this.#maximumUnread) socket.terminate();
      },
      end: () => socket.close(SERVICE_RESTART),
      open: (receive, closed) => {
        socket.on('message', (data: Buffer, isBinary) =>
          receive(isBinary ? new Uint8Array(data) : data.toString('utf8')),
        );
        socket.on('close', closed);
      },
    };
  }
}
