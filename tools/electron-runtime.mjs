// Finds, fetches and checks the Electron runtime for `npm start`. Questions to the machine are passed as arguments, so
// that the decisions can be tested without a runtime.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const EXECUTABLES = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/**
 * Looks for the runtime. The installer writes `path.txt` last, and `dist/version` comes from the archive: without both,
 * the folder holds an interrupted download. A folder that the user supplies (ELECTRON_OVERRIDE_DIST_PATH) has no
 * `path.txt`.
 * @param folder folder of the npm package `electron`
 * @returns `{ path }`; or `{ problem }`, a sentence; or `{}` where there is nothing
 */
export function findRuntime(folder, { env = process.env, platform = process.platform } = {}) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const brought = env.ELECTRON_OVERRIDE_DIST_PATH;
  const dist = brought || join(folder, 'dist');
  const text = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
  const executable = brought ? EXECUTABLES[platform] : text(join(folder, 'path.txt'));
  const found = text(join(dist, 'version'))?.replace(/^v/, '');
  if (!executable || found === undefined || !existsSync(join(dist, executable))) {
    return brought ? { problem: `There is no whole Electron in ${brought}.` } : {};
  }
  if (found !== version) {
    return brought
      ? { problem: `Electron in ${brought} is version ${found}; Hashline is made for ${version}.` }
      : {};
  }
  return { path: join(dist, executable) };
}

/** Longer than a download of some hundred megabytes takes over a slow line. */
const FETCH_LIMIT_MS = 20 * 60_000;
const TELL_EVERY_MS = 10_000;

/**
 * Has the official installer fetch the runtime, and reports every ten seconds that it is still running.
 * @returns `fetched`; `refused` where a server or proxy answered no, as it will tomorrow; `failed` where a later try
 * may succeed
 */
export async function fetchRuntime(
  folder,
  node,
  say,
  { limitMs = FETCH_LIMIT_MS, tellEveryMs = TELL_EVERY_MS } = {},
) {
  say('Fetching the Electron runtime (some 120 MB, once) ...');
  const child = spawn(node, [join(folder, 'install.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: installerEnvironment(process.env),
  });
  let said = '';
  const keep = (text) => {
    said = `${said}${text}`.slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const startedMs = Date.now();
  const telling = setInterval(
    () => say(`... still fetching after ${Math.round((Date.now() - startedMs) / 1000)} s`),
    tellEveryMs,
  );
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const status = await new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', (error) => {
      keep(error.message);
      resolve(1);
    });
  });
  clearInterval(telling);
  clearTimeout(limit);
  if (status === 0) return 'fetched';
  const reason =
    /^\w*Error: .*$/m.exec(said)?.[0] ??
    (status === null ? 'it took too long' : said.trim().split('\n').at(-1));
  say(`The Electron runtime could not be fetched: ${reason}`);
  return isRefusal(said) ? 'refused' : 'failed';
}

/**
 * Whether a server or proxy answered and refused. All other errors (no network today, a name not found, a broken
 * connection) may pass.
 */
export const isRefusal = (said) =>
  /Response code (401|403|404|407|410|451)\b|\bHTTP[ /.\d]*(401|403|404|407|410|451)\b/.test(said);

/** The installer is a Node program and must run as one. */
const installerEnvironment = ({ ELECTRON_RUN_AS_NODE: _, ...env }) => env;

/**
 * The environment for Electron, without variables that change how its Node behaves. `npm start` itself has set
 * NODE_COMPILE_CACHE, which Electron does not strip; ELECTRON_RUN_AS_NODE would start a Node without a window.
 */
export const electronEnvironment = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(NODE|ELECTRON)_/i.test(name)));

/**
 * Collects what decides whether Electron can start on Linux.
 * @param executable null where it is not there yet
 */
export function lookAtLinux(executable) {
  const setting = (name) => {
    const path = join('/proc/sys', ...name.split('.'));
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  };
  const helper = executable === null ? null : join(dirname(executable), 'chrome-sandbox');
  const stat = helper !== null && existsSync(helper) ? statSync(helper) : null;
  const linked =
    executable === null ? '' : (spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout ?? '');
  return {
    root: process.getuid?.() === 0,
    display: Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    userNamespaces:
      setting('kernel.apparmor_restrict_unprivileged_userns') !== '1' &&
      spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' }).status === 0,
    setuidHelper: stat !== null && stat.uid === 0 && (stat.mode & 0o4000) !== 0,
    missingLibraries: [...linked.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name),
  };
}

/**
 * Says why Electron would end on this Linux before it shows a window. It aborts as root, because its processes would
 * not be sandboxed, and where it has neither user namespaces nor its helper that runs as root.
 * @returns a clause, or null where it should start
 */
export function reasonNotToStart({ root, display, userNamespaces, setuidHelper, missingLibraries }) {
  if (!display) return 'there is no display';
  if (root) return 'it does not run as root';
  if (missingLibraries.length > 0) return `the system lacks ${missingLibraries.join(', ')}`;
  if (!userNamespaces && !setuidHelper) {
    return 'this system restricts user namespaces, which its sandbox needs (kernel.apparmor_restrict_unprivileged_userns or kernel.unprivileged_userns_clone)';
  }
  return null;
}

/**
 * Whether a start failed by itself, judged by exit code and signal: the program is missing or cannot be linked, or
 * Chromium aborted.
 * @param {{ status?: number | null, signal?: string | null, error?: Error }} ended
 */
export const endedUnasked = ({ status, signal, error }) =>
  error !== undefined ||
  status === 126 ||
  status === 127 ||
  ['SIGABRT', 'SIGTRAP', 'SIGSEGV', 'SIGILL', 'SIGBUS'].includes(signal);
