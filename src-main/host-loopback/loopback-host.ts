import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Capability } from '../../shared/contract/host.ts';
import { CrashBudget } from '../engine-process/crash-budget.ts';
import { EngineKeeper } from '../engine-process/engine-keeper.ts';
import { PageFiles } from '../page/page-files.ts';
import { systemClock } from '../ports/clock.ts';
import { threadScript } from '../ports/program-files.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { EngineBridge } from './engine-bridge.ts';
import { forkedEngine } from './forked-engine.ts';
import type { OpenedSocket } from './opened-socket.ts';
import { createPageServer } from './page-server.ts';

export interface LoopbackOptions {
  vault: string;
  assets: string;
  page: string;
  version: string;
  /** 0 for any free port. */
  port: number;
  capabilities: readonly Capability[];
  /** Called when the engine ended so often that it is not started again: no page gets an answer any more. */
  onGivenUp: () => void;
  /** The script of the engine's process. */
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
  const { vault, assets, version, capabilities, onGivenUp } = options;
  const { engine: script = threadScript('host-loopback/engine-process') } = options;
  const files = PageFiles.fromFolder(options.page);
  const engine = new EngineKeeper<OpenedSocket>({
    fork: (events) => forkedEngine(script, events),
    prepareStart: async () => ({
      type: 'start',
      vault,
      assets,
      version,
      host: { kind: 'loopback', capabilities: [...capabilities] },
      secret: null,
    }),
    assets,
    budget: new CrashBudget(systemClock),
    spareBudget: new CrashBudget(systemClock),
    onReady: () => {},
    onGivenUp,
  });
  const bridge = new EngineBridge((way) => engine.connect(way));
  let doorkeeper: Doorkeeper | null = null;
  const keeper = () => {
    if (!doorkeeper) throw new Error('not listening yet');
    return doorkeeper;
  };
  const server = createPageServer(files, keeper);
  server.on('upgrade', (request, socket, head) => bridge.upgrade(request, socket, head, keeper()));
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  await engine.start();
  doorkeeper = new Doorkeeper((server.address() as AddressInfo).port);
  return {
    address: doorkeeper.address,
    entrance: doorkeeper.entrance,
    close: async () => {
      await engine.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
