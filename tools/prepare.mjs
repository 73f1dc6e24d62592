// Plain JavaScript for any Node >= 20 that starts npm: makes a fresh clone ready before anything else can run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode, npmCommand } from './node-runtime.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamps = join(modules, '.hashline');

/**
 * Prepares what every way to start Hashline needs, including the terminal: the packages, the matching kernel and the
 * programs.
 */
export function prepare() {
  install();
  buildKernel();
  buildPrograms();
}

// Programs started from here cache their compiled code (Node's module.enableCompileCache): a command of the terminal
// starts in half the time.
process.env.NODE_COMPILE_CACHE ??= join(stamps, 'compiled');

/** Installs exactly what the lockfile names, unless that is installed already. */
function install() {
  const wanted = digest(readFileSync(join(root, 'package-lock.json')));
  if (stamp('install') === wanted && existsSync(join(modules, 'typescript', 'bin', 'tsc'))) return;
  process.stderr.write('Installing what Hashline needs (npm ci, no install scripts) ...\n');
  const { command, options } = npmCommand();
  run(command, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    ...options,
    stdio: ['ignore', 2, 2],
  });
  setStamp('install', wanted);
}

/** The Node that Electron embeds, from the pinned optional packages, otherwise the running one if it is new enough. */
export function pinnedNode() {
  const found = findNode(modules);
  if (found !== null) return found;
  process.stderr.write(
    `Hashline needs Node 24 and found ${process.version}; npm could not install its own.\n`,
  );
  process.exit(1);
}

/** Builds the page, unless the existing one was made from the same sources. */
export function buildPage() {
  const wanted = digest(...sourcesOf('src-renderer', 'shared'), readFileSync(join(root, 'vite.config.ts')));
  if (stamp('page') === wanted && existsSync(join(root, 'dist', 'page', 'index.html'))) return;
  process.stderr.write('Building the page ...\n');
  run(pinnedNode(), [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], {
    stdio: ['ignore', 2, 2],
  });
  setStamp('page', wanted);
}

/** Bundles the programs that run in Node, unless the existing bundles were made from the same sources. */
function buildPrograms() {
  const wanted = digest(
    ...sourcesOf('src-main', 'shared'),
    ...['package.json', 'tools/bundle.mjs'].map((name) => readFileSync(join(root, name))),
  );
  const folder = join(root, 'dist', 'programs');
  if (stamp('programs') === wanted && existsSync(programFile('hashline'))) return;
  rmSync(folder, { recursive: true, force: true });
  run(pinnedNode(), [join(root, 'tools', 'bundle.mjs'), folder], { stdio: ['ignore', 2, 2] });
  setStamp('programs', wanted);
}

/** The path of one of the programs that `buildPrograms` makes. */
export const programFile = (name) => join(root, 'dist', 'programs', `${name}.js`);

/** Compiles the matching kernel, unless the existing one was made from the same sources. */
function buildKernel() {
  const compiler = readFileSync(join(modules, 'assemblyscript', 'package.json'));
  const wanted = digest(
    ...sourcesOf('src-main/hash-index/kernel'),
    readFileSync(join(root, 'tools', 'build-kernel.mjs')),
    compiler,
  );
  const built = ['matching.wasm', 'matching-shared.wasm'].map((name) => join(root, 'dist', 'kernel', name));
  if (stamp('kernel') === wanted && built.every((path) => existsSync(path))) return;
  process.stderr.write('Building the matching kernel ...\n');
  run(pinnedNode(), [join(root, 'tools', 'build-kernel.mjs')], { stdio: ['ignore', 2, 2] });
  setStamp('kernel', wanted);
}

/**
 * Runs a program of the project, and ends this process with its exit code if it fails. No shell is used unless
 * `options` ask for one, so paths may hold blanks.
 */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    ...options,
    env: { ...process.env, ...options.env, PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter) },
  });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs one of the project's programs under the pinned Node and ends with its exit code. */
export function runScript(...args) {
  const { status, error } = spawnSync(pinnedNode(), args, { stdio: 'inherit' });
  if (error) process.stderr.write(`${error.message}\n`);
  process.exit(status ?? 1);
}

function sourcesOf(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(root, folder, String(name)))
      .filter((path) => statSync(path).isFile())
      .sort()
      .flatMap((path) => [Buffer.from(path), readFileSync(path)]),
  );
}

function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The text stored under a name at an earlier start; empty where there is none. It is lost with node_modules. */
export function stamp(name) {
  const path = join(stamps, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

export function setStamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
}
