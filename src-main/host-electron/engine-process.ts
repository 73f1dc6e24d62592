import { join } from 'node:path';
import { letHeapGrow } from '../ports/roomy-heap.ts';
import { ALTERED_EXIT_CODE, ToEngine } from './engine-message.ts';
import { findAlteredNatives, type NativeHashes } from './native-integrity.ts';

declare const __NATIVE_HASHES__: NativeHashes;

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
  const { EngineService } = await import('./engine-service.ts');
  const service = new EngineService((message) => process.parentPort.postMessage(message));
  process.parentPort.on('message', ({ data, ports }) => service.receive(ToEngine.parse(data), ports[0]));
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the engine could not start'}\n`);
  process.exit(1);
});
