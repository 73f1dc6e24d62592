// `npm start`: starts Electron if its runtime is there and can start, otherwise the loopback host with one sentence
// that says why.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  electronEnvironment,
  endedUnasked,
  fetchRuntime,
  findRuntime,
  lookAtLinux,
  reasonNotToStart,
} from './electron-runtime.mjs';
import {
  buildPage,
  pinnedNode,
  prepare,
  programFile,
  root,
  run,
  runScript,
  setStamp,
  stamp,
} from './prepare.mjs';

const folder = join(root, 'node_modules', 'electron');
const args = process.argv.slice(2);
const STARTING_MS = 30_000;
/** Name of the stamp that notes that the network refused the download. */
const REFUSED = 'electron-refused';
const say = (text) => process.stderr.write(`${text}\n`);

prepare();
buildPage();
const choice = await chooseHost();
if ('runtime' in choice) openElectron(choice.runtime);
else openLoopback(choice.why);

/** @returns `{ runtime }`, or `{ why }` where there is none to start */
async function chooseHost() {
  if (process.env.HASHLINE_HOST === 'loopback') return { why: 'HASHLINE_HOST asks for it' };
  const before = findRuntime(folder);
  if (before.problem) return { why: before.problem };
  // A runtime that would not start need not be fetched.
  const reason = reasonHere(before.path ?? null);
  if (reason !== null) return { why: `Electron would not start here: ${reason}` };
  const runtime = before.path ?? (await fetched());
  if (!runtime) return { why: 'the Electron runtime is not installed' };
  const lacking = reasonHere(runtime);
  return lacking === null ? { runtime } : { why: `Electron would not start here: ${lacking}` };
}

async function fetched() {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (stamp(REFUSED) === version) {
    say(
      `This network refused the Electron runtime before. To ask again, remove node_modules/.hashline/${REFUSED}.`,
    );
    return undefined;
  }
  if ((await fetchRuntime(folder, pinnedNode(), say)) === 'refused') setStamp(REFUSED, version);
  return findRuntime(folder).path;
}

function reasonHere(executable) {
  return process.platform === 'linux' ? reasonNotToStart(lookAtLinux(executable)) : null;
}

function openElectron(runtime) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  run(pinnedNode(), [vite, 'build', '--config', 'vite.electron.config.ts', '--logLevel', 'warn']);
  const startedMs = Date.now();
  const ended = spawnSync(runtime, [root, ...args], {
    stdio: 'inherit',
    env: electronEnvironment(process.env),
  });
  // After this time a person has been working, and the loopback host would show them another vault.
  if (endedUnasked(ended) && Date.now() - startedMs < STARTING_MS)
    openLoopback(`Electron ended by itself (${ended.error?.message ?? ended.signal ?? ended.status})`);
  process.exit(ended.status ?? 1);
}

function openLoopback(why) {
  say(`Hashline opens in a browser window on this machine: ${why}.`);
  runScript(programFile('loopback'), ...args);
}
