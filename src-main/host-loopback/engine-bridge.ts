import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { type WebSocket, WebSocketServer } from 'ws';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';
import { type Doorkeeper, SOCKET_PROTOCOL } from './doorkeeper.ts';
import type { ToEngine } from './engine-worker.ts';
import { knockOf } from './page-server.ts';

/** An upload piece with its envelope. */
const MAXIMUM_MESSAGE_BYTES = UPLOAD_CHUNK_BYTES + 64 * 1024;

/**
 * How much may wait for one socket before it is ended: several of the largest answers. A page that asks and does not read
 * would otherwise fill the memory of the host; the page connects again, and asks again.
 */
const MAXIMUM_UNREAD_BYTES = 256 * 1024 * 1024;

/** Joins each admitted socket to the engine by a port of its own; messages pass as they are. */
export class EngineBridge {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAXIMUM_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SOCKET_PROTOCOL,
  });
  readonly #engine: Pick<Worker, 'postMessage'>;
  readonly #maximumUnread: number;

  constructor(engine: Pick<Worker, 'postMessage'>, maximumUnreadBytes = MAXIMUM_UNREAD_BYTES) {
    this.#engine = engine;
    this.#maximumUnread = maximumUnreadBytes;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, doorkeeper: Doorkeeper): void {
    // Before anything is written: a page that goes away meanwhile resets the connection, and an error that nobody hears ends the host.
    socket.on('error', () => socket.destroy());
    const verdict =
      request.url === '/engine'
        ? doorkeeper.admitSocket(knockOf(request))
        : { admitted: false as const, status: 403, why: 'no such socket' };
    if (!verdict.admitted) {
      socket.end(`HTTP/1.1 ${verdict.status} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (open) => this.#join(open));
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.close(1001);
    this.#sockets.close();
  }

  #join(socket: WebSocket): void {
    const { port1, port2 } = new MessageChannel();
    const hello: ToEngine = { type: 'connect', port: port2 };
    this.#engine.postMessage(hello, [port2]);
    socket.on('message', (data: Buffer, isBinary) => {
      port1.postMessage(isBinary ? new Uint8Array(data) : data.toString('utf8'));
    });
    socket.on('close', () => port1.close());
    socket.on('error', () => socket.terminate());
    port1.on('message', (message: string | Uint8Array) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(message);
      if (socket.bufferedAmount > this.#maximumUnread) socket.terminate();
    });
    port1.on('close', () => socket.close());
  }
}
