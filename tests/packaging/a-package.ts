import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepared } from '../support/prepared-vault.ts';
import { makeFakeElectronDist } from './fake-electron-dist.ts';

export const repository = join(import.meta.dirname, '..', '..');
export const program = (...parts: string[]) => join(repository, 'node_modules', ...parts);

/** Why packages cannot be made here, or null. */
export function reasonForNoPackages(): string | null {
  if (process.platform !== 'linux') return 'the stand-in for Electron’s files is made for Linux';
  if (!existsSync(join(repository, 'dist', 'page', 'index.html'))) return 'the page is not built';
  return null;
}

export interface Packed {
  status: number | null;
  text: string;
  /** Where electron-builder laid the package out. */
  folder: string;
}

/** The folder of the stand-in for Electron's files of a platform, below a package's work folder. */
export const electronDist = (work: string, target: 'linux' | 'win') =>
  join(work, target === 'linux' ? 'electron-linux' : 'electron-win32');

/** Has electron-builder lay a package out. Nothing may be fetched: every server of its is one that is not there. */
export function pack(
  work: string,
  target: 'linux' | 'win',
  output: string,
  config = 'electron-builder.yml',
): Packed {
  const run = spawnSync(
    process.execPath,
    [
      program('electron-builder', 'cli.js'),
      `--${target}`,
      'dir',
      '--x64',
      '--publish=never',
      `--config=${config}`,
      `-c.electronDist=${electronDist(work, target)}`,
      `-c.directories.output=${join(work, output)}`,
    ],
    {
      cwd: repository,
      encoding: 'utf8',
      env: {
        ...process.env,
        ELECTRON_MIRROR: 'http://127.0.0.1:9/',
        ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:9/',
        ELECTRON_BUILDER_CACHE: join(work, 'cache'),
      },
    },
  );
  return {
    status: run.status,
    text: run.stdout + run.stderr,
    folder: join(work, output, `${target}-unpacked`),
  };
}

/**
 * The package for this system, made once a run for all who look at it: the bundles are built into the checkout, so two must not do so
 * at once.
 */
export async function preparedPackage(): Promise<Packed> {
  const lock = join(repository, 'node_modules', '.hashline', 'packing');
  mkdirSync(join(lock, '..'), { recursive: true });
  await locked(lock);
  try {
    const { folder, said } = await prepared<Packed>('package for linux', async (work) => {
      build();
      await makeFakeElectronDist(electronDist(work, 'linux'), 'linux');
      const packed = pack(work, 'linux', 'package');
      return { ...packed, folder: packed.folder.slice(work.length + 1) };
    });
    return { ...said, folder: join(folder, said.folder) };
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Builds the bundles of the Electron host anew: none of an earlier build may be packed. */
function build(): void {
  rmSync(join(repository, 'dist', 'electron'), { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [
      program('vite', 'bin', 'vite.js'),
      'build',
      '--config',
      'vite.electron.config.ts',
      '--logLevel',
      'error',
    ],
    { cwd: repository },
  );
}

/** Waits for the folder to be ours. One that a killed run left is taken over: its process is gone. */
async function locked(folder: string): Promise<void> {
  const owner = join(folder, String(process.pid));
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, '');
      return;
    } catch {
      await sleep(100);
    }
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isAbandoned(folder: string): boolean {
  const [owner] = existsSync(folder) ? readdirSync(folder) : [];
  if (owner === undefined) return false;
  try {
    process.kill(Number(owner), 0);
    return false;
  } catch {
    return true;
  }
}
