import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { freeName, type SeenFile } from '../../shared/domain/watched-files.ts';

/** A folder into which people or programs put files to import. All of this throws file errors. */
export interface WatchedFolder {
  /** The files of the folder itself; links to files elsewhere are not followed. */
  look(): SeenFile[];
  /** Opens a file; one that became a link, or no regular file, fails. */
  open(name: string): { sizeBytes: number; pieces: AsyncIterable<Uint8Array> };
  /** Moves a file into a folder beside it, with a note that is written first: no file is moved without one. */
  move(name: string, to: 'done' | 'failed', note: string): void;
}

export class NodeWatchedFolder implements WatchedFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  look(): SeenFile[] {
    return readdirSync(this.#path).flatMap((name) => {
      const found = lstatSync(join(this.#path, name), { throwIfNoEntry: false });
      return found?.isFile() ? [{ name, size: found.size, changedMs: found.mtimeMs }] : [];
    });
  }

  open(name: string): { sizeBytes: number; pieces: AsyncIterable<Uint8Array> } {
    const path = join(this.#path, name);
    // Windows has no such flag, and makes links only for administrators.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const found = fstatSync(file);
    if (!found.isFile()) {
      closeSync(file);
      throw Object.assign(new Error(`EINVAL: not a regular file, open`), { code: 'EINVAL', syscall: 'open' });
    }
    return { sizeBytes: found.size, pieces: createReadStream(path, { fd: file, highWaterMark: 256 * 1024 }) };
  }

  move(name: string, to: 'done' | 'failed', note: string): void {
    const folder = join(this.#path, to);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const free = freeName(name, new Set(readdirSync(folder)));
    writeFileSync(join(folder, `${free}.note.txt`), `${note}\n`, { mode: 0o600 });
    renameSync(join(this.#path, name), join(folder, free));
  }
}
