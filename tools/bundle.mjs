// Programs for Node, each in one file with what they share beside it: they start in a third of the time their sources take.
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Native libraries stay files of their own, found from where the bundle lies. */
const EXTERNAL = [/^node:/, '@signalapp/sqlcipher', '@node-rs/argon2'];

/** What the programs of the product are made from, by the name each has in a bundle. Threads stand beside who starts them. */
export const PROGRAMS = {
  hashline: 'src-main/host-cli/main.ts',
  loopback: 'src-main/host-loopback/main.ts',
  'engine-worker': 'src-main/host-loopback/engine-worker.ts',
  'index-worker': 'src-main/hash-index/index-worker.ts',
};

/**
 * @param root the project
 * @param programs sources below it, by name
 * @param folder two levels below it: programs find the project by where they lie
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

// `node bundle.mjs <folder>` makes those of the product.
if (process.argv[1] === import.meta.filename) {
  await bundle(join(import.meta.dirname, '..'), PROGRAMS, process.argv[2]);
}
