import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { type WebSocket, WebSocketServer } from 'ws';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';
import { type Doorkeeper, SOCKET_PROTOCOL } from './doorkeeper.ts';
import type { ToEngine } from './engine-worker.ts';
import { knockOf } from './page-server.ts';

/** Size of an upload piece with its envelope. */
const MAXIMUM_MESSAGE_BYTES = UPLOAD_CHUNK_BYTES + 64 * 1024;

/**
 * How much may be queued for one socket before it is closed: several of the largest answers. Otherwise a page that asks
 * and never reads would fill the host's memory. A closed page connects again and repeats its questions.
 */
const MAXIMUM_UNREAD_BYTES = 256 * 1024 * 1024;

/** Connects each admitted socket to the engine through a port of its own; messages pass unchanged. */
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
    // Set before anything is written: a page that leaves meanwhile resets the connection, and an unhandled error would
    // end the host.
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
