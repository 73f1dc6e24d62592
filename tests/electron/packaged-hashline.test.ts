import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findPackage, reasonForNoPackage } from './electron-runtime.ts';

const reason = reasonForNoPackage();
const executable = findPackage() ?? '';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts a package and looks at what becomes of it in a few seconds. The dialog that says why is killed with it. */
async function run(args: string[], env: NodeJS.ProcessEnv = {}, path = executable) {
  const child = spawn(path, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const code = await Promise.race([ended, sleep(4_000, 'running' as const)]);
  return { code, output, end: () => void child.kill('SIGKILL') };
}

/** The kinds of Chromium's processes that a process started, as their command lines say. */
function kindsBelow(pid: number): string[] {
  const windows = process.platform === 'win32';
  const lines = windows
    ? spawnSync(
        'powershell',
        [
          '-NoProfile',
          '-Command',
          `Get-CimInstance Win32_Process -Filter "ParentProcessId=${pid}" | ForEach-Object CommandLine`,
        ],
        { encoding: 'utf8' },
      ).stdout
    : // On Linux pages come from a zygote, which is a child of the program.
      spawnSync('ps', ['-e', '-o', 'command='], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter((line) => line.includes(dirname(executable)))
        .join('\n');
  return [...lines.matchAll(/--type=([a-z-]+)(?:.*--utility-sub-type=([\w.]+))?/g)].map(
    ([, type, sub]) => sub ?? type ?? '',
  );
}

const opens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** A copy of the package that may be damaged. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-damaged-'));
  folders.push(folder);
  cpSync(dirname(executable), folder, { recursive: true });
  return folder;
}

function flip(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

if (reason !== null) process.stdout.write(`a packaged Hashline: not looked at here, because ${reason}.\n`);

describe.skipIf(reason !== null)(`a packaged Hashline${reason ? ` (skipped: ${reason})` : ''}`, () => {
  // The control of all that follows: where this fails, what does not start was never going to.
  it('starts: its page and its engine run, and it goes on', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'hashline-profile-'));
    folders.push(profile);
    const child = spawn(executable, [`--vault=${join(profile, 'vault')}`], { stdio: 'ignore' });
    try {
      const kinds = () => kindsBelow(child.pid ?? 0);
      await vi.waitFor(
        () => expect(kinds()).toEqual(expect.arrayContaining(['renderer', 'node.mojom.NodeService'])),
        15_000,
      );
      await sleep(3_000);
      expect([child.exitCode, child.signalCode]).toEqual([null, null]);
      expect(kinds()).toEqual(expect.arrayContaining(['renderer', 'node.mojom.NodeService']));
    } finally {
      child.kill('SIGKILL');
    }
  }, 30_000);

  it('row 3: is not a Node', async () => {
    const { output, end } = await run(['-e', 'console.log("NODE RAN")'], { ELECTRON_RUN_AS_NODE: '1' });
    end();
    expect(output).not.toContain('NODE RAN');
  }, 10_000);

  it('row 3: takes no options from the environment', async () => {
    const script = join(mkdtempSync(join(tmpdir(), 'hashline-option-')), 'x.cjs');
    folders.push(dirname(script));
    writeFileSync(script, 'console.log("OPTION RAN")');
    const { output, end } = await run([], { NODE_OPTIONS: `--require ${script}` });
    end();
    expect(output).not.toContain('OPTION RAN');
  }, 10_000);

  it.each([
    ['--inspect=19229', 19_229],
    ['--inspect-brk=19229', 19_229],
    ['--remote-debugging-port=19222', 19_222],
  ])(
    'row 4: %s opens no port',
    async (argument, port) => {
      const { output, end } = await run([argument]);
      const open = await opens(port);
      end();
      expect(open).toBe(false);
      expect(output).not.toContain('listening on');
    },
    10_000,
  );

  it.each([
    ['--no-sandbox'],
    ['--js-flags=--expose-gc'],
    ['--load-extension=/tmp'],
    ['--remote-debugging-pipe'],
  ])(
    'row 4: %s shows no page',
    async (argument) => {
      const { code, output, end } = await run([argument]);
      end();
      expect([2, 'running']).toContain(code);
      expect(output).not.toContain('DevTools');
    },
    10_000,
  );

  it.skipIf(process.platform === 'linux')(
    'row 3: does not start with a changed archive',
    async () => {
      const folder = copied();
      flip(join(folder, 'resources', 'app.asar'));
      const { code, end } = await run([], {}, join(folder, executable.slice(dirname(executable).length + 1)));
      end();
      expect(code).not.toBe('running');
    },
    30_000,
  );

  it.skipIf(process.platform === 'darwin')(
    'row 5: opens nothing with a changed library',
    async () => {
      const folder = copied();
      const library = process.platform === 'win32' ? 'win32' : 'linux';
      const native = `node_modules/@signalapp/sqlcipher/prebuilds/${library}-${process.arch}/@signalapp+sqlcipher.node`;
      flip(join(folder, 'resources', 'app.asar.unpacked', native));
      const profile = mkdtempSync(join(tmpdir(), 'hashline-profile-'));
      folders.push(profile);
      const { end } = await run(
        [`--vault=${join(profile, 'vault')}`],
        {},
        join(folder, executable.slice(dirname(executable).length + 1)),
      );
      end();
      expect(() => readFileSync(join(profile, 'vault', 'keyring.json'))).toThrow();
    },
    30_000,
  );
});
