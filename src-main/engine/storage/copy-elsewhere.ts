import { accessSync, constants, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.ts';
import { guarded } from './guarded.ts';

/** Whether SQLite can make its log beside the database, without which it opens none that has one. */
export function canBeWritten(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A copy of an encrypted database, with its log, in a folder of its own. */
export interface CopyElsewhere {
  path: string;
  remove(): void;
}

/**
 * Copies a database that lies where nothing can be written, as it is encrypted, into the system's folder for temporary
 * files. SQLite reads a write-ahead log there only where it may also write; it could be told that a file is immutable,
 * but would then pass over what stands in the log alone.
 * @throws Failure STORAGE where there is no room, IN_USE where the database is changed meanwhile from elsewhere
 */
export function copyElsewhere(path: string): CopyElsewhere {
  return guarded(path, () => {
    const folder = mkdtempSync(join(tmpdir(), 'hashline-look-'));
    const copy: CopyElsewhere = {
      path: join(folder, 'vault.db'),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
    try {
      const before = stateOf(path);
      copyFileSync(path, copy.path);
      if (before.log !== null) copyFileSync(`${path}-wal`, `${copy.path}-wal`);
      if (JSON.stringify(stateOf(path)) !== JSON.stringify(before))
        throw new Failure({ code: 'IN_USE', data: { vault: path } });
      return copy;
    } catch (error) {
      copy.remove();
      throw error;
    }
  });
}

function stateOf(path: string) {
  const [file, log] = [path, `${path}-wal`].map((name) => {
    const stat = statSync(name, { throwIfNoEntry: false });
    return stat === undefined ? null : { bytes: stat.size, changedAtMs: stat.mtimeMs };
  });
  return { file: file ?? null, log: log ?? null };
}
