// Compiles the matching kernel (AssemblyScript) to dist/kernel/matching.wasm. Started by prepare.mjs under the pinned Node.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'src-main', 'engine', 'matching', 'kernel');
const target = join(root, 'dist', 'kernel', 'matching.wasm');

const { error, stderr } = await main(
  [
    ...readdirSync(sources)
      .filter((name) => name.endsWith('.ts'))
      .sort(),
    ...['--enable', 'simd'],
    // No runtime: the kernel allocates nothing, addresses come from outside.
    ...['--runtime', 'stub', '--memoryBase', '64'],
    ...['-O3', '--noAssert'],
    ...['--outFile', 'matching.wasm'],
  ],
  {
    readFile: (name) => {
      try {
        return readFileSync(join(sources, name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_, bytes) => {
      mkdirSync(dirname(target), { recursive: true });
      // Another process may be reading the one before.
      writeFileSync(`${target}.new`, bytes);
      renameSync(`${target}.new`, target);
    },
    listFiles: () => [],
  },
);
if (error) {
  process.stderr.write(`${stderr.toString()}${error.message}\n`);
  process.exit(1);
}
