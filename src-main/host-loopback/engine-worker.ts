import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { Capability } from '../../shared/contract/vault.contract.ts';
import { createEngine } from '../engine/engine.ts';
import { serveConnection } from '../engine/serve-connection.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';
import { letHeapGrow } from '../ports/roomy-heap.ts';

/** What the engine's thread receives at its start. */
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
letHeapGrow();
const engine = createEngine(
  nodeEnginePorts(vault, assets, {
    host: { kind: 'loopback', capabilities },
    version,
    background: true,
  }),
);
const ports = new Set<MessagePort>();

parentPort.on('message', (message: ToEngine) => {
  if (message.type === 'connect') {
    connect(message.port);
    return;
  }
  engine.close();
  // An open port would keep this thread, and with it the host, alive.
  for (const port of ports) port.close();
  parentPort?.close();
});

function connect(port: MessagePort): void {
  const connection = serveConnection(engine, {
    send: (message) => port.postMessage(message),
    end: () => port.close(),
  });
  ports.add(port);
  port.on('message', connection.receive);
  port.on('close', () => {
    ports.delete(port);
    connection.close();
  });
}
