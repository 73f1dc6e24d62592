import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { defineConfig, type EnvironmentOptions } from 'vite';

const root = import.meta.dirname;
const outDir = join(root, 'dist', 'electron');

/** Electron brings itself; native libraries stay files of their own. Everything else goes into the bundles. */
const external = [
  /^electron(\/|$)/,
  '@signalapp/sqlcipher',
  '@node-rs/argon2',
  /^node:/,
  ...builtinModules.map((name) => new RegExp(`^${name}$`)),
];

/** SHA-256 of every native library a package may carry, by its path below node_modules. */
function nativeHashes(): Record<string, string> {
  const modules = join(root, 'node_modules');
  const folders = [
    '@signalapp/sqlcipher',
    ...packagesOf('@node-rs').filter((name) => name.includes('/argon2-')),
  ];
  const names = folders.flatMap((folder) =>
    readdirSync(join(modules, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.node')),
  );
  return Object.fromEntries(names.sort().map((name) => [name, sha256(join(modules, name))]));
}

const packagesOf = (scope: string): string[] =>
  readdirSync(join(root, 'node_modules', scope)).map((name) => `${scope}/${name}`);

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/**
 * One program of the Electron host. CommonJS, because a sandboxed preload knows nothing else and main must have said
 * everything before the application is ready; each is built by itself, so that the preload stays a single file.
 */
const program = (
  name: string,
  define: Record<string, string> = {},
  folder = join('src-main', 'host-electron'),
): EnvironmentOptions => ({
  consumer: 'server',
  define,
  resolve: { noExternal: true, conditions: ['node', 'import', 'module', 'default'] },
  build: {
    outDir,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'node24',
    ssr: true,
    minify: false,
    sourcemap: false,
    rollupOptions: {
      external,
      input: { [name]: join(root, folder, `${name}.ts`) },
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
    },
  },
});

/** Builds main, preload, engine process and the engine's threads for the Electron host into dist/electron. */
export default defineConfig({
  root,
  publicDir: false,
  resolve: {
    // `pg` requires these. Their ES modules would be wrapped for that, and then the bundler lets the chunk that starts
    // load the one behind it at once, where both wait for each other.
    alias: {
      'pg-protocol': join(root, 'node_modules', 'pg-protocol', 'dist', 'index.js'),
      'pg-connection-string': join(root, 'node_modules', 'pg-connection-string', 'index.js'),
      'pg-cloudflare': join(root, 'node_modules', 'pg-cloudflare', 'dist', 'empty.js'),
    },
  },
  environments: {
    main: program('main'),
    preload: program('preload'),
    engine: program('engine-process', { __NATIVE_HASHES__: JSON.stringify(nativeHashes()) }),
    index: program('index-worker', {}, join('src-main', 'hash-index')),
    reading: program('reading-worker', {}, join('src-main', 'engine', 'intake')),
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of ['main', 'preload', 'engine', 'index', 'reading']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
