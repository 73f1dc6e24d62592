// Rebuilds and reloads the page when it changed, and restarts the host when the engine changed. The vault is a separate
// one in dist/, so that new code is never tried on a vault in use.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findOrInstallChromium } from './chromium.mjs';
import { root } from './prepare.mjs';

/** Waits this long, because editors write a file in several steps. */
const SETTLED_MS = 200;
const say = (text) => process.stderr.write(`${text}\n`);

const shown = await openedWindow();
let host = null;
let address = null;

const watching = await build({
  root: join(root, 'src-renderer'),
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  build: { watch: {} },
});
watching.on('event', ({ code, error }) => {
  if (code === 'ERROR') say(`The page could not be built: ${error.message}`);
  if (code !== 'BUNDLE_END') return;
  say('The page is built.');
  if (host === null) startHost();
  else void show();
});

let settled;
for (const folder of ['src-main', 'shared', 'assets']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(settled);
    settled = setTimeout(restartHost, SETTLED_MS);
  });
}

process.on('SIGINT', end).on('SIGTERM', end);

function startHost() {
  const vault = ['--vault', join(root, 'dist', 'dev-vault')];
  const script = join(root, 'src-main', 'host-loopback', 'main.ts');
  const started = spawn(
    process.execPath,
    [script, '--no-open', '--ephemeral', ...vault, ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  host = started;
  started.stdout.on('data', (text) => {
    address = /http:\S+/.exec(String(text))?.[0] ?? address;
    if (shown === null) say(`Open ${address}`);
    void show();
  });
  started.on('exit', (code) => {
    if (host === started && code !== 0) say('The host ended; it starts again with the next change.');
  });
}

function restartHost() {
  if (host === null) return;
  say('Something the engine is made of changed: the host starts again.');
  const before = host;
  before.removeAllListeners('exit');
  if (before.exitCode !== null) return startHost();
  before.on('exit', startHost);
  before.kill('SIGTERM');
}

async function openedWindow() {
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const executablePath = findOrInstallChromium();
  if (!hasDisplay || !executablePath) return null;
  const browser = await chromium.launch({
    executablePath,
    headless: false,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  browser.on('disconnected', end);
  return (await browser.newContext({ viewport: null })).newPage();
}

/** Leaves the page first, because an address that differs only in its fragment is not loaded again. */
async function show() {
  if (shown === null || address === null) return;
  try {
    await shown.goto('about:blank');
    await shown.goto(address);
  } catch (error) {
    say(`The window could not show the page: ${error.message}`);
  }
}

function end() {
  host?.removeAllListeners('exit');
  host?.kill('SIGTERM');
  process.exit(0);
}
