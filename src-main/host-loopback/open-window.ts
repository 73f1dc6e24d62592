import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'msedge',
];
const FIXED_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Finds an installed Chromium, Chrome or Edge, or returns null. `HASHLINE_CHROMIUM` takes precedence. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env.HASHLINE_CHROMIUM ? [env.HASHLINE_CHROMIUM] : [];
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...named, ...(FIXED_PLACES[process.platform] ?? []), ...onPath].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether there is a screen on which a window can open. */
export const hasDisplay = (env: NodeJS.ProcessEnv = process.env): boolean =>
  process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

/**
 * Switches for every window of ours: nothing the page stores reaches the disk outside `profile` or outlives the window,
 * and the browser contacts no server by itself.
 */
export const privateWindowSwitches = (profile: string): string[] => [
  `--user-data-dir=${profile}`,
  '--incognito',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-breakpad',
  '--password-store=basic',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Opens the address as an application window with a profile that is deleted with the window, so that nothing the page
 * stores outlives it. All users of the machine can see a program's arguments, and the address holds a secret; so the
 * arguments name a file, readable by this user alone, that leads on to the address.
 */
export function openWindow(chromium: string, address: string): ChildProcess {
  const profile = mkdtempSync(join(tmpdir(), 'hashline-window-'));
  const door = join(profile, 'open.html');
  writeFileSync(
    door,
    `<!doctype html><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${address}">`,
    { mode: 0o600 },
  );
  const window = spawn(
    chromium,
    [`--app=${pathToFileURL(door)}`, '--window-size=1440,900', ...privateWindowSwitches(profile)],
    { stdio: 'ignore' },
  );
  window.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  return window;
}
