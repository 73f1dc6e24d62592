import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on this machine that a test can cut, and hold what comes back. */
export interface AProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** How many connections were tried. */
  readonly tried: number;
  /** Ends all connections, and refuses others until `mend`. */
  cut(): void;
  mend(): void;
  /** From now on nothing of the server comes through; what is sent to it still arrives. */
  swallowAnswers(): void;
}

/**
 * @param to the server's port, or what says it at each connection: a server may begin later than the way to it
 * @param host an address of this machine; on Linux each of 127.0.0.0/8 is one
 */
export async function aProxy(to: number | (() => number), host = '127.0.0.1'): Promise<AProxy> {
  const sockets = new Set<Socket>();
  let tried = 0;
  let [isCut, swallows] = [false, false];
  const server = createServer((near) => {
    tried++;
    if (isCut) return near.destroy();
    const far = connect(typeof to === 'number' ? to : to(), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (data) => {
      if (!swallows) near.write(data);
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get tried() {
      return tried;
    },
    cut() {
      isCut = true;
      end();
    },
    mend() {
      [isCut, swallows] = [false, false];
    },
    swallowAnswers() {
      swallows = true;
    },
    async [Symbol.asyncDispose]() {
      end();
      server.close();
      await once(server, 'close');
    },
  };
}
