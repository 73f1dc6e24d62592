// `npm start`: Electron where its runtime is there, else the loopback host and one sentence why.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage, pinnedNode, prepare, root, run, setStamp, stamp } from './prepare.mjs';

prepare();
buildPage();
const args = process.argv.slice(2);
const runtime = electronRuntime();
if (runtime) {
  run(pinnedNode(), [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--config',
    'vite.electron.config.ts',
  ]);
  run(runtime, [root, ...args]);
} else {
  process.stderr.write(
    'The Electron runtime is not installed and could not be fetched, so Hashline opens in a browser window on this machine.\n',
  );
  process.exit(
    spawnSync(pinnedNode(), [`${root}/src-main/host-loopback/main.ts`, ...args], { stdio: 'inherit' })
      .status ?? 1,
  );
}

/** The Electron executable: brought by hand, installed before, or fetched now by its official installer. */
function electronRuntime() {
  const folder = join(root, 'node_modules', 'electron');
  const found = () => {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
    const pathFile = join(folder, 'path.txt');
    const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : defaultName();
    const path = join(dist, name);
    return existsSync(path) ? path : null;
  };
  if (process.env.HASHLINE_HOST === 'loopback') return null;
  // Tried once for each version: where the download is not allowed, it is not allowed tomorrow either.
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (found() || stamp('electron-tried') === version) return found();
  process.stderr.write('Trying to fetch the Electron runtime once ...\n');
  spawnSync(pinnedNode(), [join(folder, 'install.js')], { stdio: 'ignore', timeout: 20_000 });
  setStamp('electron-tried', version);
  return found();
}

function defaultName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
