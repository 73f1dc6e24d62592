import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { preparedPackage } from '../packaging/a-package.ts';
import { type StandinOptions, standinElectron } from './standin-electron.ts';

/** Chromium takes no scheme of ours: the page's origin is one of https here, and answered before any network. */
const APP_ORIGIN = 'app://hashline';
export const STANDIN_ORIGIN = 'https://hashline.test';

/**
 * The packed archive, taken out: `app.asar` is a folder here, `app.asar.unpacked` beside it as in a package.
 * @returns the application's folder
 */
export async function extractedPackage(into: string): Promise<string> {
  const { folder } = await preparedPackage();
  const root = join(into, 'app.asar');
  extractAll(join(folder, 'resources', 'app.asar'), root);
  cpSync(join(folder, 'resources', 'app.asar.unpacked'), `${root}.unpacked`, { recursive: true });
  replace(root, 'dist/electron/main.cjs', APP_ORIGIN, STANDIN_ORIGIN);
  replace(root, 'dist/electron/preload.cjs', APP_ORIGIN, STANDIN_ORIGIN);
  // The page takes an origin of http or https for the loopback host's.
  const [page] = globSync('dist/page/assets/index-*.js', { cwd: root });
  replace(root, page ?? '', /location\.protocol\.startsWith\([`'"]http[`'"]\)/, 'false');
  return root;
}

/** @throws where there is none: then this stand-in no longer fits the program */
function replace(root: string, name: string, what: string | RegExp, by: string): void {
  const path = join(root, name);
  const parts = readFileSync(path, 'utf8').split(what);
  if (parts.length < 2) throw new Error(`${name} has no place with ${what}`);
  writeFileSync(path, parts.join(by));
}

export type StartedHashline = ReturnType<typeof standinElectron> & {
  userData: string;
  downloads: string;
  /** Quits as a person does, and waits for the end. @returns the exit code */
  quit: () => Promise<number | null>;
};

/**
 * Runs the program's own `main.cjs` with the stand-in for `electron`.
 * @param userData of an earlier run, whose vault is opened again
 */
export async function startHashline(
  root: string,
  options: Partial<StandinOptions> & { env?: NodeJS.ProcessEnv } = {},
): Promise<StartedHashline> {
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'hashline-user-'));
  const downloads = mkdtempSync(join(tmpdir(), 'hashline-saved-'));
  const { env, ...rest } = options;
  const standin = standinElectron({ root, origin: STANDIN_ORIGIN, ...rest, userData, downloads });
  loadMain(root, standin.electron, rest, env);
  return {
    ...standin,
    userData,
    downloads,
    quit: async () => {
      const { app } = standin.electron;
      const exited = standin.diary.exit === null ? once(app, 'standin-exit') : null;
      app.quit();
      await exited;
      await standin.end();
      rmSync(downloads, { recursive: true, force: true });
      return standin.diary.exit;
    },
  };
}

/** Loads main as Electron does: `require('electron')` is the stand-in, and argv is the person's command line. */
function loadMain(
  root: string,
  electron: object,
  { args = [], platform = 'linux' }: Partial<StandinOptions>,
  env: NodeJS.ProcessEnv = {},
): void {
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  const real = { argv: process.argv, platform: process.platform, env: process.env };
  loader._load = function (request, ...rest) {
    return request === 'electron' ? electron : load.call(this, request, ...rest);
  };
  Object.defineProperty(process, 'platform', { value: platform });
  process.argv = ['/opt/hashline/hashline', ...args];
  // `npm test` has Node keep compiled code; a package refuses to start where somebody asks for that.
  const { NODE_COMPILE_CACHE: _, ...asAPersonHas } = real.env;
  process.env = { ...asAPersonHas, ...env };
  try {
    const require = createRequire(import.meta.url);
    const main = join(root, 'dist', 'electron', 'main.cjs');
    delete require.cache[main];
    require(main);
  } finally {
    loader._load = load;
    Object.defineProperty(process, 'platform', { value: real.platform });
    process.argv = real.argv;
    process.env = real.env;
  }
}
