// Compiles the matching kernel (AssemblyScript) twice: to dist/kernel/matching.wasm, and to
// dist/kernel/matching-shared.wasm for a memory that threads share. Started by prepare.mjs under the pinned Node.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'src-main', 'hash-index', 'kernel');

// The maximum is as many pages as 32 bits can address.
const SHARED = ['--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'threads'];

await compile('matching.wasm', []);
await compile('matching-shared.wasm', SHARED);

async function compile(output, options) {
  const target = join(root, 'dist', 'kernel', output);
  const { error, stderr } = await main(
    [
      ...readdirSync(sources)
        .filter((name) => name.endsWith('.ts'))
        .sort(),
      ...['--enable', 'simd'],
      // No runtime: the kernel allocates nothing, and addresses come from outside.
      ...['--runtime', 'stub', '--memoryBase', '64', '--importMemory'],
      ...options,
      ...['-O3', '--noAssert'],
      ...['--outFile', output],
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
        // Written beside the old file and renamed, because another process may be reading that one.
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
}
