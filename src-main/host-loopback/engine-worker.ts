import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { z } from 'zod';
import { Capability } from '../../shared/contract/vault.contract.ts';
import { createEngine } from '../engine/engine.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';

/** What the loopback host tells its engine at the start. */
export const WorkerData = z.object({
  vault: z.string(),
  assets: z.string(),
  version: z.string(),
  capabilities: z.array(Capability),
});

/** Messages to the engine: a new connection, or the end. */
export type ToEngine = { type: 'connect'; port: MessagePort } | { type: 'close' };

if (!parentPort) throw new Error('the engine worker is started by the loopback host');
const { vault, assets, version, capabilities } = WorkerData.parse(workerData);
const engine = createEngine(
  nodeEnginePorts(vault, assets, {
    host: { kind: 'loopback', capabilities },
    version,
    background: true,
  }),
);
const handler = new RPCHandler(engine.router);

parentPort.on('message', (message: ToEngine) => {
  if (message.type === 'connect') {
    handler.upgrade(message.port, { context: engine.context });
    message.port.start();
    return;
  }
  engine.close();
  parentPort?.close();
});
