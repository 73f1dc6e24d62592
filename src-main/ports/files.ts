import {
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** The folder of a vault. The engine chooses the file names, never a person or a file. */
export interface Files {
  /**
   * @param atMost reads no more than this many bytes from the beginning
   * @returns null where there is no such file
   * @throws where the name is not a regular file, for example a pipe, from which reading would never end
   */
  read(name: string, atMost?: number): Uint8Array | null;
  /** Replaces the file atomically: after a crash it is the old or the new one. Only its owner can read it. */
  write(name: string, bytes: Uint8Array): void;
  /**
   * Puts the file `by` in the place of another, which stays as `kept`: after a crash, the name has one or the other.
   * @throws where one of the two is missing, or `kept` exists already
   */
  replace(name: string, by: string, kept: string): void;
  /** Does nothing where there is no such file. */
  remove(name: string): void;
  /** Names of the regular files; none where the folder does not exist yet. */
  list(): string[];
  /** Everything in the folder by name, including what is no file of the vault; nothing is followed or opened. */
  entries(): FolderEntry[];
  /** Permission bits of an existing file, or with null of the folder itself. */
  mode(name: string | null): number;
  /** Makes the folder, to which only its owner has access. */
  prepare(): void;
  /** Path of a file that a library opens itself. */
  locate(name: string): string;
}

/** An item in a folder. `other`: a pipe, a socket, a device. */
export interface FolderEntry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
}

export class FolderFiles implements Files {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(name: string, atMost?: number): Uint8Array | null {
    try {
      const file = openSync(this.locate(name), constants.O_RDONLY | NOT_WAITING);
      try {
        if (!fstatSync(file).isFile()) throw notAFile(name);
        if (atMost === undefined) return new Uint8Array(readFileSync(file));
        const bytes = new Uint8Array(atMost);
        return bytes.subarray(0, readSync(file, bytes, 0, atMost, 0));
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  write(name: string, bytes: Uint8Array): void {
    this.prepare();
    const target = this.locate(name);
    const temporary = `${target}.new`;
    try {
      // A file that a crash left, or a link that an attacker placed, is removed and never written through.
      rmSync(temporary, { force: true });
      const file = openSync(temporary, 'wx', 0o600);
      try {
        // Not `writeSync`: on a nearly full disk it writes a part, and reports that only by its return value.
        writeFileSync(file, bytes);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(this.#folder);
  }

  replace(name: string, by: string, kept: string): void {
    linkSync(this.locate(name), this.locate(kept));
    renameSync(this.locate(by), this.locate(name));
    syncFolder(this.#folder);
  }

  remove(name: string): void {
    rmSync(this.locate(name), { force: true });
  }

  list(): string[] {
    return this.entries().flatMap(({ name, kind }) => (kind === 'file' ? [name] : []));
  }

  entries(): FolderEntry[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder, { withFileTypes: true })
      .map((entry): FolderEntry => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  mode(name: string | null): number {
    return statSync(name === null ? this.#folder : this.locate(name)).mode;
  }

  prepare(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  locate(name: string): string {
    if (!/^[a-z][a-z0-9.-]*$/.test(name)) throw new TypeError(`not a file name of the vault: ${name}`);
    return join(this.#folder, name);
  }
}

function kindOf(entry: Dirent): FolderEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

/** Without this flag, opening a pipe waits for a writer. Windows has neither the flag nor such pipes in folders. */
const NOT_WAITING = constants.O_NONBLOCK ?? 0;

/** An error in the form of the system's own, so that it becomes a storage failure. */
const notAFile = (name: string): Error =>
  Object.assign(new Error(`${name} in the vault's folder is not a file`), {
    code: 'EINVAL',
    syscall: 'open',
  });

/** Windows cannot open a folder; there, NTFS's own journal makes the rename durable. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Files in memory; `locate` returns paths under the given folder, for libraries that need a real file. */
export class MemoryFiles implements Files {
  readonly #contents = new Map<string, Uint8Array>();
  readonly #folder: string;

  constructor(folder = ':memory:') {
    this.#folder = folder;
  }

  read(name: string, atMost?: number): Uint8Array | null {
    return this.#contents.get(name)?.subarray(0, atMost) ?? null;
  }

  write(name: string, bytes: Uint8Array): void {
    this.#contents.set(name, bytes.slice());
  }

  replace(name: string, by: string, kept: string): void {
    const [old, fresh] = [this.#contents.get(name), this.#contents.get(by)];
    if (old === undefined || fresh === undefined || this.#contents.has(kept))
      throw new Error(`${name} cannot be replaced by ${by}`);
    this.#contents.set(kept, old).set(name, fresh).delete(by);
  }

  remove(name: string): void {
    this.#contents.delete(name);
  }

  list(): string[] {
    return [...this.#contents.keys()].sort();
  }

  entries(): FolderEntry[] {
    return this.list().map((name) => ({ name, kind: 'file' }));
  }

  mode(name: string | null): number {
    return name === null ? 0o700 : 0o600;
  }

  prepare(): void {}

  locate(name: string): string {
    return join(this.#folder, name);
  }
}
