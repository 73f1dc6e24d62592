import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine lets us mount a file system of our own. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    using _ = aSmallDisk(1);
    return true;
  } catch {
    return false;
  }
}

export interface SmallDisk extends Disposable {
  path: string;
  /** Takes up what is left, to the last page. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  /** Makes it larger, as an administrator does. */
  grow(megabytes: number): void;
  /** Lets nobody write on it, or lets them again, as after an error of the disk. */
  makeReadOnly(isReadOnly: boolean): void;
}

/** A real file system of a few megabytes. */
export function aSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'hashline-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true });
    throw new Error('this machine does not let us mount a file system');
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => {
      const { bavail, bsize } = statfsSync(path);
      writeFileSync(ballast, new Uint8Array(bavail * bsize));
    },
    free: () => rmSync(ballast, { force: true }),
    grow: (size) => {
      spawnSync('mount', ['-o', `remount,size=${size}m`, path]);
    },
    makeReadOnly: (isReadOnly) => {
      const { status } = spawnSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, path]);
      if (status !== 0) throw new Error('the file system is in use by somebody who writes');
    },
    [Symbol.dispose]: () => {
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
