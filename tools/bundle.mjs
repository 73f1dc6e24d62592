// Bundles programs for Node, each into one file with their shared code beside it: they start in a third of the time of
// their sources.
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Native libraries stay separate files, which are found by the place of the bundle. */
const EXTERNAL = [/^node:/, '@signalapp/sqlcipher', '@node-rs/argon2'];

/**
 * The entry points of the product's programs, by their name in a bundle. The script of a thread or of the engine's process lies
 * beside the program that starts it.
 */
export const PROGRAMS = {
  hashline: 'src-main/host-cli/main.ts',
  loopback: 'src-main/host-loopback/main.ts',
  'engine-process': 'src-main/host-loopback/engine-process.ts',
  'index-worker': 'src-main/hash-index/index-worker.ts',
  'reading-worker': 'src-main/engine/intake/reading-worker.ts',
};

/**
 * @param root the project
 * @param programs sources below it, by name
 * @param folder must be two levels below it, because programs find the project by their own place
 */
export async function bundle(root, programs, folder) {
  const input = Object.fromEntries(
    Object.entries(programs).map(([name, source]) => [name, join(root, source)]),
  );
  const made = await rolldown({ input, platform: 'node', external: EXTERNAL });
  await made.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[hash].js',
  });
  await made.close();
}

// `node bundle.mjs <folder>` bundles the programs of the product.
if (process.argv[1] === import.meta.filename) {
  await bundle(join(import.meta.dirname, '..'), PROGRAMS, process.argv[2]);
}
