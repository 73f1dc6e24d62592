// Finds the browser the page is tested in.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const HEADLESS_SHELL = 'chromium-headless-shell';
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * An installed Chromium or Chrome, otherwise Playwright's own, otherwise, as root on Debian, the package. Null where
 * there is none.
 */
export function findOrInstallChromium() {
  return installed() ?? playwrights() ?? debians();
}

/**
 * The same Chromium without a browser window, in which the page's tests take two thirds of the time. Null where it is
 * absent and cannot be installed, or the user named a browser. Tests of the window's own options need the whole
 * Chromium.
 */
export function findOrInstallHeadlessShell() {
  if (process.env.HASHLINE_CHROMIUM) return null;
  const found = () => onPath([HEADLESS_SHELL]).find(isExecutable) ?? null;
  return found() ?? (install(HEADLESS_SHELL) ? found() : null);
}

function installed() {
  const named = process.env.HASHLINE_CHROMIUM ? [process.env.HASHLINE_CHROMIUM] : [];
  return [...named, ...MAC, ...onPath(NAMES)].find(isExecutable) ?? null;
}

const onPath = (names) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));

function playwrights() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

const debians = () => (install('chromium', 'fonts-dejavu-core') ? installed() : null);

/** Whether Debian's packages could be installed, which only root can do. */
function install(...packages) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  process.stderr.write(`Installing from Debian: ${packages.join(', ')} ...\n`);
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  const arguments_ = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return spawnSync('apt-get', arguments_, options).status === 0;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
