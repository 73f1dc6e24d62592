import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Capability } from '../../shared/contract/vault.contract.ts';
import { PageFiles } from '../page/page-files.ts';
import { threadScript } from '../ports/program-files.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { EngineBridge } from './engine-bridge.ts';
import { createPageServer } from './page-server.ts';

export interface LoopbackOptions {
  vault: string;
  assets: string;
  page: string;
  version: string;
  /** 0 for any free port. */
  port: number;
  capabilities: readonly Capability[];
  /** The script of the engine's thread. */
  engine?: string;
}

export interface LoopbackHost {
  /** Holds the one-time token, so it opens the page once. */
  address: string;
  /** The same for `openWindow`, which opens it through a file. */
  entrance: string;
  close(): Promise<void>;
}

/**
 * Starts page server and engine on 127.0.0.1.
 * @throws where the page is not built or the port is taken
 */
export async function startLoopbackHost(options: LoopbackOptions): Promise<LoopbackHost> {
  const { page, port, engine: script = threadScript('host-loopback/engine-worker'), ...workerData } = options;
  const files = PageFiles.fromFolder(page);
  const engine = new Worker(script, { workerData });
  const bridge = new EngineBridge(engine);
  let doorkeeper: Doorkeeper | null = null;
  const keeper = () => {
    if (!doorkeeper) throw new Error('not listening yet');
    return doorkeeper;
  };
  const server = createPageServer(files, keeper);
  server.on('upgrade', (request, socket, head) => bridge.upgrade(request, socket, head, keeper()));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  doorkeeper = new Doorkeeper((server.address() as AddressInfo).port);
  return {
    address: doorkeeper.address,
    entrance: doorkeeper.entrance,
    close: async () => {
      const exited = once(engine, 'exit');
      engine.postMessage({ type: 'close' });
      await exited;
      bridge.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
