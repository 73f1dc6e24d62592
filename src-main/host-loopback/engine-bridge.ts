import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Doorkeeper } from './doorkeeper.ts';
import type { OpenedSocket } from './opened-socket.ts';
import { knockOf } from './page-server.ts';

/**
 * Decides at the door which sockets reach the engine, and hands those over as they are: what page and engine say to each
 * other is never in this process, whose memory outlives a lock.
 */
export class EngineBridge {
  readonly #connect: (way: OpenedSocket) => boolean;

  /** @param connect hands a socket to the engine; false while there is none */
  constructor(connect: (way: OpenedSocket) => boolean) {
    this.#connect = connect;
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
    const { upgrade, 'sec-websocket-key': key, 'sec-websocket-version': version } = request.headers;
    const way = { opening: { upgrade, key, version, head: new Uint8Array(head) }, socket };
    // The page connects again to the next engine.
    if (!(socket instanceof Socket) || !this.#connect({ ...way, socket })) socket.destroy();
  }
}
