import { join } from 'node:path';
import { z } from 'zod';
import { ALTERED_EXIT_CODE, ToEngine } from '../engine-process/engine-message.ts';
import { letHeapGrow } from '../ports/roomy-heap.ts';
import { findAlteredNatives, type NativeHashes } from './native-integrity.ts';
import { portLine } from './port-line.ts';

declare const __NATIVE_HASHES__: NativeHashes;

/** Brings one port, over which the page talks to the engine. */
const Connect = z.strictObject({ type: z.literal('connect') });

/** The folder native libraries are loaded from: beside app.asar in a package, node_modules otherwise. */
const modules = join(__dirname, '..', '..', 'node_modules').replace('app.asar', 'app.asar.unpacked');

/**
 * Runs the engine in a utility process. Its native libraries are checked first; only then is the code loaded that loads
 * them. Messages wait in the port until there is a listener.
 */
async function run(): Promise<void> {
  const altered = findAlteredNatives(modules, __NATIVE_HASHES__, process);
  if (altered.length > 0) {
    process.stderr.write(`native libraries differ from those shipped: ${altered.join(', ')}\n`);
    process.exit(ALTERED_EXIT_CODE);
  }
  letHeapGrow();
  const { EngineService } = await import('../engine-process/engine-service.ts');
  const { parentPort } = process;
  const service = new EngineService({
    reply: (message) => parentPort.postMessage(message),
    exit: () => process.exit(0),
  });
  parentPort.on('message', ({ data, ports: [port] }) => {
    const message = z.union([ToEngine, Connect]).parse(data);
    if (message.type !== 'connect') service.receive(message);
    else if (port) service.connect(portLine(port));
  });
  parentPort.postMessage({ type: 'ready' });
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the engine could not start'}\n`);
  process.exit(1);
});
