import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { createServer as createTlsServer } from 'node:tls';

export interface CountingServer extends AsyncDisposable {
  port: number;
  /** TCP connections that were made. */
  connections: number;
  /** Bytes that came through a finished handshake: request line, headers and body alike. */
  applicationBytes: number;
  /** Everything that came through, as text. */
  received: string;
}

/** How the server answers once a whole request is there. */
export type Answer = (socket: Socket, requestNumber: number) => void;

/**
 * A server on 127.0.0.1 that counts what reaches it and answers by script.
 * @param options null: no TLS, so what is counted is what stood on the wire
 */
export async function countingServer(options: TlsOptions | null, answer: Answer): Promise<CountingServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const listen = (socket: Socket | TLSSocket) => {
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      counting.applicationBytes += chunk.length;
      counting.received += chunk.toString('latin1');
      pending += chunk.toString('latin1');
      const length = Number(/content-length: (\d+)/i.exec(pending)?.[1] ?? 0);
      const head = pending.indexOf('\r\n\r\n');
      if (head >= 0 && pending.length >= head + 4 + length) {
        pending = pending.slice(head + 4 + length);
        answer(socket, ++requests);
      }
    });
    socket.on('error', () => undefined);
  };
  const server: Server = options === null ? createServer(listen) : createTlsServer(options, listen);
  server.on('connection', (socket: Socket) => {
    counting.connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const counting: CountingServer = {
    port: (server.address() as AddressInfo).port,
    connections: 0,
    applicationBytes: 0,
    received: '',
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return counting;
}

/** Answers with a status, headers and a body of the right length. */
export const reply =
  (status: number, body = '', headers = ''): Answer =>
  (socket) =>
    socket.write(
      `HTTP/1.1 ${status} X\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
